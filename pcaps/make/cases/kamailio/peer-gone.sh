#!/usr/bin/env bash
# In an answered call the phone falls silent: re-INVITE and BYE, which the proxy passes on, get 408.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host phone 10.77.0.20
start_kamailio server -l udp:10.77.0.1:5060
capture_start 'port 5060'
lab_play
capture_stop
