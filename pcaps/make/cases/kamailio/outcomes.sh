#!/usr/bin/env bash
# Every way in which an attempt at a call can end, seen on both sides of a proxy, and more than 32
# seconds after the first of them, so that what was never answered is known to be so.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host alice 10.77.0.11
lab_host bob 10.77.0.12
lab_host phone 10.77.0.20
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH
start_baresip alice 10.77.0.11 alice
start_baresip bob 10.77.0.12 bob-auto
sleep 0.5
capture_start 'port 5060'
lab_play &
playing=$!
sleep 0.5
baresip_say alice dial sip:reception@10.77.0.1  # 302, which the phone follows
sleep 1.5
baresip_say alice hangup
wait "$playing" || exit 1
capture_stop
