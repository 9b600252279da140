#!/usr/bin/env bash
# Two proxies that send a call to each other until its Max-Forwards are used up: 483. And a request
# that has none left when it is sent.

. "$(dirname "$0")/../../lab.sh"
lab_host first 10.77.0.1
lab_host second 10.77.0.2
lab_host client 10.77.0.10
start_kamailio first -l udp:10.77.0.1:5060
start_kamailio second -l udp:10.77.0.2:5060
capture_start
sipp_hops=8 sipp_ask INVITE circle
sipp_hops=0 sipp_ask INVITE bob
sipp_hops=1 sipp_ask OPTIONS sip:10.77.0.1
capture_stop
