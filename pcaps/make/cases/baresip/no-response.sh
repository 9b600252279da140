#!/usr/bin/env bash
# A phone calls and asks a host that is there and never answers: seven INVITEs in 32 seconds, eleven
# OPTIONS. Others get their answers meanwhile and after, so the capture itself is whole.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host nobody 10.77.0.9
lab_host phone 10.77.0.10
lab_host client 10.77.0.11
lab_lose nobody input udp dport 5060 drop
start_baresip server 10.77.0.1 bob-alone
start_baresip phone 10.77.0.10 stranger
capture_start 'port 5060'
baresip_say phone dial sip:ghost@10.77.0.9
baresip_say phone options sip:ghost@10.77.0.9
lab_play
capture_stop
