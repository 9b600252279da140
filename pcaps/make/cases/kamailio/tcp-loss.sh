#!/usr/bin/env bash
# TCP with losses: every third segment with data is lost on its way to the proxy, every second on
# its way to the client. TCP repeats them; no SIP message is repeated.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -l tcp:10.77.0.1:5060
lab_lose server input tcp dport 5060 meta length '> 100' numgen inc mod 3 0 drop
lab_lose client input tcp sport 5060 meta length '> 100' numgen inc mod 2 0 drop
capture_start
lab_on client /usr/bin/python3 "$lab_home/client.py" 10.77.0.1 5060 REGISTER:sip:alice@10.77.0.1 \
    INVITE:sip:nobody@10.77.0.1 INVITE:sip:bob@10.77.0.1 OPTIONS:sip:10.77.0.1
capture_stop
