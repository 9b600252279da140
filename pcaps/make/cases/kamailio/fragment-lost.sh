#!/usr/bin/env bash
# A path that carries 1280 bytes, as a tunnel does, before a phone that loses all fragments but the first, as many a
# firewall makes it. The caller's INVITE fits; with the proxy's Via and Record-Route it does not, and
# never arrives: 408. OPTIONS to the same phone is small, and is answered.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host alice 10.77.0.11
lab_host bob 10.77.0.12
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060
start_baresip bob 10.77.0.12 bob-auto
start_baresip alice 10.77.0.11 alice-wide "module ice.so" "module srtp.so" "module g722.so" "module g726.so" \
    "module gsm.so" "module opus.so" "module amr.so" "module codec2.so"
sleep 0.5
lab_on server ip route add 10.77.0.12 dev eth0 mtu 1280
lab_lose bob prerouting 'ip frag-off & 0x1fff != 0 drop'
capture_start
sipp_ask OPTIONS bob
baresip_say alice dial sip:bob@10.77.0.1
sleep 4
sipp_ask OPTIONS bob
sleep 2
lab_heal bob
capture_stop
