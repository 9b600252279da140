#!/usr/bin/env bash
# The call of kamailio/call-challenged.pcapng, wrapped in GTP-U.

. "$(dirname "$0")/../../lab.sh"
call=$lab_pcaps/kamailio/call-challenged.pcapng
[ -f "$call" ] || lab_fail "it needs $call; make that first"
lab_by_hand tunnel.py "$call"
