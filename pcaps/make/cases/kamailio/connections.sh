#!/usr/bin/env bash
# A proxy that is to send requests on over TCP, and cannot: nothing listens there, a firewall says so,
# the connection is reset with the request on it. And one that is refused by itself.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host gateway 10.77.0.9
start_kamailio server -l udp:10.77.0.1:5060 -l tcp:10.77.0.1:5060
capture_start
sipp_ask INVITE 'sip:bob@10.77.0.9;transport=tcp'       # 477: the Request-URI names who refuses
sipp_ask INVITE connected                               # 477: the configuration knows where to
lab_lose gateway input tcp dport 5060 reject with icmp type port-unreachable
sipp_ask INVITE connected                               # 408: the proxy waits all the same
lab_heal gateway
lab_start gateway /usr/bin/python3 "$lab_home/hang-up.py" 10.77.0.9 5060
lab_wait gateway tcp 5060
sipp_ask INVITE connected                               # 408: it was sent, and reset
lab_on server /usr/bin/python3 -c 'import socket
socket.socket().connect_ex(("10.77.0.9", 5060))'        # refused, and nobody waits for it
sipp_ask INVITE maintenance                             # 503 of its own
capture_stop
