#!/usr/bin/env bash
# Requests with a fault, each refused with the code the fault deserves; and next to each the same
# refusal of a request that has not that fault. The Call-ID names the fault; "near-" is the other.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
lab_play
capture_stop
