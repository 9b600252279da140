#!/usr/bin/env bash
# A gateway that takes every INVITE and says nothing: the proxy repeats it, then answers 408.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host gateway 10.77.0.9
start_kamailio server -l udp:10.77.0.1:5060
sipp_serve gateway 10.77.0.9 silent
capture_start
sipp_ask INVITE gateway
capture_stop
