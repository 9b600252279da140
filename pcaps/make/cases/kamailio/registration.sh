#!/usr/bin/env bash
# A registration with its challenge (401, 200), its end, and one with a wrong password (401, 401).

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host phone 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH
capture_start
sipp_call phone 10.77.0.10 register 10.77.0.1 -s alice -ap alice-secret -key expires 600
sipp_call phone 10.77.0.10 register 10.77.0.1 -s alice -ap wrong -key expires 600
sipp_call phone 10.77.0.10 register 10.77.0.1 -s alice -ap alice-secret -key expires 0
capture_stop
