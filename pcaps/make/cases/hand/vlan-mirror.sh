#!/usr/bin/env bash
# The packets of kamailio/call-challenged.pcapng, each twice, in two VLANs.

. "$(dirname "$0")/../../lab.sh"
lab_from kamailio/call-challenged tagged.py
