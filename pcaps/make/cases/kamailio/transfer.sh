#!/usr/bin/env bash
# Calls that are transferred: REFER, 202, and NOTIFY with the new call's progress as message/sipfrag:
# to a phone that answers (200), to one that declines (603), and to nobody (404).

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host alice 10.77.0.10
lab_host bob 10.77.0.11
lab_host carol 10.77.0.12
lab_host dave 10.77.0.13
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH
start_baresip alice 10.77.0.10 alice
start_baresip bob 10.77.0.11 bob-auto
start_baresip carol 10.77.0.12 carol-auto
sipp_call dave 10.77.0.13 register 10.77.0.1 -s dave -ap dave-secret -key expires 600
sipp_status='603 Decline'
sipp_serve dave 10.77.0.13 refuse -m 1 -key answer_header 'Server: SIPp'
capture_start 'port 5060'
for target in carol dave frank; do
    baresip_say alice dial sip:bob@10.77.0.1
    sleep 0.5
    baresip_say alice transfer "sip:$target@10.77.0.1"
    sleep 0.7
    baresip_say bob hangup
    sleep 0.3
done
capture_stop
