#!/usr/bin/env bash
# A phone registers as bob, and is then called at its own address under other names, as by a gateway
# that is set up by hand: 404 each. Under its own name it answers.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host bob 10.77.0.12
lab_host alice 10.77.0.11
start_kamailio server -l udp:10.77.0.1:5060
capture_start 'port 5060'
start_baresip bob 10.77.0.12 bob-auto
start_baresip alice 10.77.0.11 stranger
sleep 0.5
baresip_say alice dial sip:5012@10.77.0.12
sleep 0.5
baresip_say alice dial sip:desk@10.77.0.12
sleep 0.5
baresip_say alice dial sip:bob@10.77.0.12
sleep 0.5
baresip_say alice hangup
sleep 0.5
capture_stop
