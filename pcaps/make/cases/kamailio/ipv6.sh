#!/usr/bin/env bash
# IPv6: a registration and a challenged, answered call over UDP, a refused call over TCP, and an
# ICMPv6 error that quotes the request to a phone that is gone.

. "$(dirname "$0")/../../lab.sh"
lab_host server fd77::1
lab_host caller fd77::10
lab_host callee fd77::11
start_kamailio server -l 'udp:[fd77::1]:5060' -l 'tcp:[fd77::1]:5060' -A WITH_AUTH
capture_start
sipp_call callee fd77::11 register '[fd77::1]' -s bob -ap bob-secret -key expires 600
sipp_serve callee fd77::11 answer -m 1
answering=$lab_pid
sipp_call caller fd77::10 call '[fd77::1]' -s bob -au alice -ap alice-secret -key caller alice
wait "$answering" || true
lab_on caller /usr/bin/python3 "$lab_home/client.py" fd77::1 5060 'OPTIONS:sip:[fd77::1]' \
    'INVITE:sip:nobody@[fd77::1]' 'OPTIONS:sip:bob@[fd77::1]'
capture_stop
