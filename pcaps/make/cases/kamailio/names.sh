#!/usr/bin/env bash
# A proxy that looks up where a request is to go to: a name that does not exist, one that the name
# server says nothing of, one that it knows.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host gateway 10.77.0.9
lab_host resolver 10.77.0.53
lab_resolver server 10.77.0.53
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_504
lab_start resolver dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root \
    --no-resolv --no-hosts --address=/gateway.example/10.77.0.9 --address=/nowhere.example/
lab_wait resolver udp 53
capture_start
sipp_ask INVITE sip:bob@nowhere.example                 # 504: no such name
sipp_ask OPTIONS sip:bob@gone.nowhere.example           # 478
lab_lose resolver input udp dport 53 drop
sipp_ask INVITE sip:bob@silent.example                  # 504: no answer
lab_heal resolver
sipp_status='486 Busy Here'
sipp_serve gateway 10.77.0.9 refuse -m 1 -key answer_header 'Server: SIPp'
sipp_ask INVITE sip:bob@gateway.example                 # 486: the name has an address
capture_stop
