#!/usr/bin/env bash
# WebSocket: the HTTP upgrade, then REGISTER 200, INVITE 404, OPTIONS 200 in masked frames.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -l tcp:10.77.0.1:80 -A WITH_WEBSOCKET
capture_start
lab_on client /usr/bin/python3 "$lab_home/client.py" --transport ws 10.77.0.1 80 \
    REGISTER:sip:alice@10.77.0.1 INVITE:sip:nobody@10.77.0.1 OPTIONS:sip:10.77.0.1
capture_stop
