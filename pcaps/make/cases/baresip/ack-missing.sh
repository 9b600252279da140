#!/usr/bin/env bash
# Responses that no ACK answers: a phone repeats its 200 until it hangs up after 32 seconds, and
# repeats its 404; to another of each the ACK comes late.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_baresip server 10.77.0.1 bob-alone-auto
capture_start 'port 5060'
lab_play
capture_stop
