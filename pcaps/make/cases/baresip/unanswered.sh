#!/usr/bin/env bash
# A SUBSCRIBE that the phone never answers: ten copies in 28 seconds, and silence. That it is alive
# the OPTIONS shows, which it answers when the SUBSCRIBE has timed out.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_baresip server 10.77.0.1 bob-alone
capture_start 'port 5060'
sipp_method=SUBSCRIBE
sipp_call client 10.77.0.10 request-unanswered 10.77.0.1 -s bob -key caller alice \
    -key request_header $'Event: winfo\r\nExpires: 60'
sleep 4
sipp_ask OPTIONS bob
capture_stop
