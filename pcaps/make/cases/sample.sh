#!/usr/bin/env bash
# A quarter of a minute at a small office's proxy: phones register, one with a wrong password; calls
# are answered, busy, cancelled, declined, refused for want of a codec, not found, not let in.

. "$(dirname "$0")/../lab.sh"
lab_host server 10.77.0.1
lab_host alice 10.77.0.10
lab_host bob 10.77.0.11
lab_host carol 10.77.0.12
lab_host dave 10.77.0.13
lab_host erin 10.77.0.14
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH
sleep 0.5
capture_start 'port 5060'

start_baresip alice 10.77.0.10 alice
start_baresip bob 10.77.0.11 bob-auto 'call_max_calls 1'
start_baresip carol 10.77.0.12 carol-manual
sipp_call dave 10.77.0.13 register 10.77.0.1 -s dave -ap guess -key expires 600
sipp_call dave 10.77.0.13 register 10.77.0.1 -s dave -ap dave-secret -key expires 600
start_baresip erin 10.77.0.14 erin
sleep 0.5

baresip_say alice dial sip:bob@10.77.0.1        # answered
sleep 1.5
baresip_say carol dial sip:bob@10.77.0.1        # busy
sleep 1
baresip_say alice hangup
sleep 0.5
baresip_say alice dial sip:carol@10.77.0.1      # nobody answers, the caller gives up
sleep 2.5
baresip_say alice hangup
sleep 0.5
baresip_say alice dial sip:frank@10.77.0.1      # no such user
sleep 0.7
sipp_status='603 Decline'
sipp_serve dave 10.77.0.13 refuse -m 1 -key answer_header 'Server: SIPp'
baresip_say alice dial sip:dave@10.77.0.1       # declined
sleep 0.7
baresip_say erin dial sip:bob@10.77.0.1         # no codec in common
sleep 0.7
baresip_say alice dial sip:maintenance@10.77.0.1
sleep 0.7
baresip_say alice dial sip:carol@10.77.0.1      # answered by hand, the callee hangs up
sleep 1
baresip_say carol accept
sleep 1
baresip_say carol hangup
sleep 0.5
capture_stop
