#!/usr/bin/env bash
# What a phone answers by itself: 180 and 200 to a call, "486 Max Calls" while that call lasts, "486
# Rejected" when its user hangs up on a ringing one, 404, 415, 420, 481, 488, 489, 501, and a 200 to
# OPTIONS.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host caller 10.77.0.11
lab_host studio 10.77.0.12
start_baresip server 10.77.0.1 bob-alone 'call_max_calls 1'
start_baresip caller 10.77.0.11 stranger
start_baresip studio 10.77.0.12 l16-only
capture_start 'port 5060'
baresip_say caller dial sip:bob@10.77.0.1
sleep 0.5
baresip_say server accept
sleep 0.3
sipp_ask INVITE bob                                     # 486 Max Calls
baresip_say caller hangup
sleep 0.5
baresip_say caller dial sip:bob@10.77.0.1
sleep 0.5
baresip_say server hangup                               # 486 Rejected
sleep 0.5
baresip_say studio dial sip:bob@10.77.0.1               # 488
sleep 0.3
sipp_ask INVITE someone                                 # 404
sipp_ask INVITE bob 'Require: precondition'             # 420
sipp_ask OPTIONS bob
sipp_ask BYE bob                                        # 481
sipp_ask CANCEL bob                                     # 481
sipp_ask MESSAGE bob 'Content-Type: text/html'          # 415
sipp_ask NOTIFY bob                                     # 489, there is no Event
sipp_ask UPDATE bob                                     # 501
sipp_ask PUBLISH bob $'Event: presence\r\nExpires: 60'  # 501
sipp_ask FROBNICATE bob                                 # 501
capture_stop
