#!/usr/bin/env bash
# A caller, two proxies, a phone, all hops on one switch: answered, rejected, given up, and what the
# second proxy refuses itself; in the end its gateway is silent.

. "$(dirname "$0")/../../lab.sh"
lab_host first 10.77.0.1
lab_host second 10.77.0.2
lab_host alice 10.77.0.11
lab_host bob 10.77.0.12
lab_host gateway 10.77.0.9
lab_lose gateway input udp dport 5060 drop
start_kamailio first -l udp:10.77.0.1:5060 -A WITH_AUTH
start_kamailio second -l udp:10.77.0.2:5060 -A WITH_AUTH
start_baresip alice 10.77.0.11 alice-outbound
start_baresip bob 10.77.0.12 bob-second
sleep 0.5
capture_start 'port 5060'
for ending in accept hangup; do                 # 200, and 486 Rejected
    baresip_say alice dial sip:bob@10.77.0.2
    sleep 0.7
    baresip_say bob "$ending"
    sleep 0.5
    baresip_say alice hangup
    sleep 0.5
done
baresip_say alice dial sip:bob@10.77.0.2        # CANCEL, 487
sleep 0.7
baresip_say alice hangup
sleep 0.5
for who in nobody carol maintenance gateway; do # 404, 480, 503, 408
    baresip_say alice dial "sip:$who@10.77.0.2"
    sleep 0.7
done
sleep 2
capture_stop
