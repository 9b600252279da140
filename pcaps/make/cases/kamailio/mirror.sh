#!/usr/bin/env bash
# A mirror port that copies what enters the switch and what leaves it: every packet twice. Among them
# are true repetitions: a gateway is silent, so the proxy sends the INVITE again, and then the
# gateway answers the second copy.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host gateway 10.77.0.9
start_kamailio server -l udp:10.77.0.1:5060
lab_mirror
capture_start
sipp_ask OPTIONS sip:10.77.0.1                      # 200
sipp_ask INVITE nobody                              # 404
lab_lose gateway input udp dport 5060 ct direction original numgen inc mod 2 0 drop
sipp_status='486 Busy Here'
sipp_serve gateway 10.77.0.9 refuse -m 1 -key answer_header 'Server: SIPp'
sipp_ask INVITE gateway                             # the second copy is heard: 486
lab_stop "$lab_pid"
lab_lose gateway input udp dport 5060 drop
sipp_ask INVITE gateway                             # none is: 408
capture_stop
