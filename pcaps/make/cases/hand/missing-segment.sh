#!/usr/bin/env bash
# kamailio/tcp.pcapng without the segment that holds the start of the 302.

. "$(dirname "$0")/../../lab.sh"
lab_from kamailio/tcp cut.py --without 'SIP/2.0 302 Moved'
