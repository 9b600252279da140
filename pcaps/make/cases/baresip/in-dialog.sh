#!/usr/bin/env bash
# A call with a phone that goes on, whatever is refused in it: re-INVITE, UPDATE, INFO, OPTIONS, a
# request with a CSeq too low, PRACK, BYE with other tags. In the end BYE, and one BYE too many.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_baresip server 10.77.0.1 bob-alone-auto
capture_start 'port 5060'
lab_play
capture_stop
