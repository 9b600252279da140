#!/usr/bin/env bash
# What a proxy refuses by itself, each code from the module or the part of the script that owns it.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host gateway 10.77.0.9
start_kamailio server -l udp:10.77.0.1:5060

capture_start
sipp_ask INVITE nobody                              # 404
sipp_ask INVITE bob                                 # 480: a subscriber who is not registered
sipp_ask INVITE reception                           # 302
sipp_ask INVITE maintenance                         # 503, Retry-After with a comment
sipp_ask PUBLISH bob $'Event: presence\r\nExpires: 60'    # 405, Allow
sipp_ask CANCEL bob                                 # 481
sipp_ask INVITE bob 'Proxy-Require: sec-agree'      # 420, Unsupported
sipp_ask OPTIONS bob 'Expires: soon'                # 400
sipp_ask OPTIONS sip:10.77.0.1                      # 200
sipp_hops=0 sipp_ask OPTIONS bob                    # 483
sipp_ask OPTIONS sip:bob@nowhere.invalid            # 478: no address for that name
sipp_ask INVITE sip:bob@10.99.0.1                   # 477: no way there

sipp_status='503 Service Unavailable'
sipp_serve gateway 10.77.0.9 refuse -m 1 \
    -key answer_header 'Reason: Q.850;cause=42;text="Switching equipment congestion"'
sipp_ask INVITE trunk                               # 500: the 503 of the gateway
sipp_ask INVITE trunk                               # 503 of pipelimit, Retry-After
sipp_ask INVITE gateway                             # 408: the gateway is silent
capture_stop
