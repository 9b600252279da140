#!/usr/bin/env bash
# One call with a phone that answers it, and what it says to requests that do not fit: an INVITE while
# another is open, a PRACK for nothing, a CANCEL too late, T.38, an unknown event, a BYE after the BYE.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_twinkle server bob
twinkle_say server auto_answer -a on
sleep 0.3
capture_start 'port 5060'
lab_play
capture_stop
