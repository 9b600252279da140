#!/usr/bin/env bash
# A capture that keeps the first 200 bytes of each packet: a status line, a Via, little else.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host caller 10.77.0.10
lab_host callee 10.77.0.11
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH
sipp_call callee 10.77.0.11 register 10.77.0.1 -s bob -ap bob-secret -key expires 600
sipp_serve callee 10.77.0.11 answer -m 1
capture_limits+=(-s 200)
capture_start
sipp_call caller 10.77.0.10 call 10.77.0.1 -s bob -au alice \
    -ap alice-secret -key caller alice
capture_stop
