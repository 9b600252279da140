#!/usr/bin/env bash
# TCP: a call through one connection; then ten requests at once from a client that is slow to read,
# so that several responses share a segment; then responses split over segments of 200 bytes.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -l tcp:10.77.0.1:5060
client() { lab_on client /usr/bin/python3 "$lab_home/client.py" "$@"; }
capture_start
client 10.77.0.1 5060 REGISTER:sip:alice@10.77.0.1 INVITE:sip:nobody@10.77.0.1 \
    INVITE:sip:bob@10.77.0.1
client --window 1 --together 10.77.0.1 5060 OPTIONS:sip:{10.77.0.1,nobody@10.77.0.1,bob@10.77.0.1} \
    PUBLISH:sip:bob@10.77.0.1 OPTIONS:sip:{no1,no2,no3,no4,no5,no6}@10.77.0.1
client --mss 200 10.77.0.1 5060 INVITE:sip:reception@10.77.0.1 OPTIONS:sip:10.77.0.1
capture_stop
