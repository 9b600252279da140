#!/usr/bin/env bash
# A capture that has one direction only: what the proxy sends, and nothing of what it is sent.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host gateway 10.77.0.9
lab_lose gateway input udp dport 5060 drop
start_kamailio server -l udp:10.77.0.1:5060
capture_start 'src host 10.77.0.1 and port 5060'
sipp_ask OPTIONS sip:10.77.0.1
sipp_ask INVITE nobody
sipp_ask INVITE reception
sipp_ask INVITE gateway
capture_stop
