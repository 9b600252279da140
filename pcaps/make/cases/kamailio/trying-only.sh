#!/usr/bin/env bash
# A proxy that waits longer than its caller: the gateway is silent, the proxy says 100 and nothing for
# 36 seconds. After it a call that is refused at once.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host alice 10.77.0.11
lab_host bob 10.77.0.12
lab_host gateway 10.77.0.9
lab_lose gateway input udp dport 5060 drop
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_PATIENCE
start_baresip bob 10.77.0.12 bob-auto
start_baresip alice 10.77.0.11 alice-outbound
sleep 0.5
capture_start 'port 5060'
baresip_say alice dial sip:gateway@10.77.0.1
sleep 36
baresip_say bob dial sip:nobody@10.77.0.1
sleep 0.5
capture_stop
