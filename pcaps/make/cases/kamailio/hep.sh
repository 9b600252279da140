#!/usr/bin/env bash
# The proxy's own copies of what it receives and sends, in HEP version 3 to UDP port 9060, beside the
# originals: 404, 480, 200.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host collector 10.77.0.2
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_HEP
lab_start collector /usr/bin/python3 -c 'import socket, time
heard = socket.socket(type=socket.SOCK_DGRAM)
heard.bind(("10.77.0.2", 9060))
time.sleep(30)'
lab_wait collector udp 9060
capture_start
sipp_ask INVITE nobody
sipp_ask INVITE bob
sipp_ask OPTIONS sip:10.77.0.1
capture_stop
