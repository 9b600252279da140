#!/usr/bin/env bash
# The call of kamailio/call-challenged.pcapng, wrapped in GTP-U.

. "$(dirname "$0")/../../lab.sh"
lab_from kamailio/call-challenged tunnel.py
