#!/usr/bin/env bash
# TLS 1.3, with the session's keys in the file: REGISTER 200, INVITE 404, OPTIONS 200.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -l tls:10.77.0.1:5061 -A WITH_TLS
capture_start
lab_on client /usr/bin/python3 "$lab_home/client.py" --transport tls --keylog "$lab_tmp/keys" \
    10.77.0.1 5061 REGISTER:sip:alice@10.77.0.1 INVITE:sip:nobody@10.77.0.1 OPTIONS:sip:10.77.0.1
capture_stop --secrets "$lab_tmp/keys"
