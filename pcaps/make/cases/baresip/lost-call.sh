#!/usr/bin/env bash
# A phone that is restarted in the middle of a call: its 481 to the BYE. And a phone whose user and
# whose caller change the call at the same moment: 491.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_baresip server 10.77.0.1 bob-alone-auto
phone=$lab_pid
capture_start 'port 5060'
lab_play &
playing=$!
sleep 1
baresip_say server reinvite
sleep 2
lab_stop "$phone" KILL
sleep 0.2
start_baresip server 10.77.0.1 bob-alone-auto
wait "$playing" || exit 1
capture_stop
