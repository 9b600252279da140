#!/usr/bin/env bash
# One number, two phones: both ring, one answers, and the proxy cancels the other with the Reason
# "Call completed elsewhere"; its 487 is no failed call. Then both ring and the caller gives up.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host alice 10.77.0.10
lab_host desk 10.77.0.11
lab_host mobile 10.77.0.12
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH
start_baresip alice 10.77.0.10 alice
start_baresip desk 10.77.0.11 bob-manual
start_baresip mobile 10.77.0.12 bob-manual
sleep 0.5
capture_start 'port 5060'
baresip_say alice dial sip:bob@10.77.0.1
sleep 1
baresip_say mobile accept
sleep 0.5
baresip_say alice hangup
sleep 0.5
baresip_say alice dial sip:bob@10.77.0.1
sleep 1
baresip_say alice hangup
sleep 0.3
capture_stop
