#!/usr/bin/env bash
# A phone with a wrong password, which tries again and again by itself: 401, 401, 401 ...

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host phone 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH
capture_start
start_baresip phone 10.77.0.10 wrong-password
sleep 1
capture_stop
