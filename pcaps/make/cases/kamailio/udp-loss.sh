#!/usr/bin/env bash
# A network that loses packets: half of what the proxy is sent, a third of what the phone is sent.
# Requests and responses come again, and the calls succeed late.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host alice 10.77.0.11
lab_host bob 10.77.0.12
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH
start_baresip alice 10.77.0.11 alice
start_baresip bob 10.77.0.12 bob-auto
sleep 0.5
lab_lose server input udp dport 5060 numgen inc mod 2 0 drop
lab_lose bob input udp dport 5060 numgen inc mod 3 0 drop
capture_start 'port 5060'
baresip_say alice dial sip:bob@10.77.0.1
sleep 5
baresip_say alice hangup
sleep 3
baresip_say alice dial sip:nobody@10.77.0.1
sleep 3
lab_heal server
lab_heal bob
capture_stop
