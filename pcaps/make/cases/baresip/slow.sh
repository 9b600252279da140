#!/usr/bin/env bash
# A phone whose processor is busy for 2.4 seconds when a call comes: the caller repeats its INVITE
# twice before the first response. The same with a CANCEL, and with OPTIONS. Then OPTIONS in time.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host caller 10.77.0.11
start_baresip server 10.77.0.1 bob-alone
phone=$lab_pid
start_baresip caller 10.77.0.11 stranger

# busy SECONDS COMMAND...: while the phone does not get to run
busy() {
    kill -STOP "$phone"
    (sleep "$1" && kill -CONT "$phone") &
    "${@:2}"
    wait $!
    sleep 0.5
}

capture_start 'port 5060'
busy 2.4 baresip_say caller dial sip:bob@10.77.0.1
busy 2.4 baresip_say caller hangup
busy 2.4 sipp_ask OPTIONS bob
sipp_ask OPTIONS bob
capture_stop
