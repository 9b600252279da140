#!/usr/bin/env bash
# Gateways that answer with ICMP: one whose firewall prohibits SIP, one without a SIP server. The
# proxy goes on until its timer ends. Another gateway is reached, and answers.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host gateway 10.77.0.9
start_kamailio server -l udp:10.77.0.1:5060
capture_start
lab_lose gateway input udp dport 5060 reject with icmp type admin-prohibited
sipp_ask INVITE gateway
lab_heal gateway
sipp_ask INVITE gateway                         # port unreachable
sipp_status='486 Busy Here'
sipp_serve gateway 10.77.0.9 refuse -m 1 -key answer_header 'Server: SIPp'
sipp_ask INVITE gateway
sipp_ask OPTIONS nobody                         # a ping that is answered: 404
sipp_ask OPTIONS sip:10.77.0.1                  # and one: 200
capture_stop
