#!/usr/bin/env bash
# A phone that is set up with the account of another user: its password is right, and it may not
# register with it, nor call. Then the phone of that user.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host alice 10.77.0.11
lab_host bob 10.77.0.12
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH -A WITH_ACCOUNTS
capture_start 'port 5060'
start_baresip alice 10.77.0.11 alice-as-bob
start_baresip bob 10.77.0.12 bob-auto
sleep 0.5
baresip_say alice dial sip:bob@10.77.0.1
sleep 0.5
baresip_say bob dial sip:nobody@10.77.0.1
sleep 0.5
capture_stop
