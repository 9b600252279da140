#!/usr/bin/env bash
# What is missing, or goes where it should not: 100 and then silence, no 487 after a CANCEL, an ACK
# that is misrouted, a 200 without Contact, a response that does not mirror its request or goes to
# the wrong port; and next to each what only looks so.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
lab_play
capture_stop
