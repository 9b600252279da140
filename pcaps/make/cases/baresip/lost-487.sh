#!/usr/bin/env bash
# A caller cancels: the phone's 200 to the CANCEL arrives, its 487 is lost before the network. The
# call is over for both, and the caller never hears the end of its INVITE. Then the same without loss.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host caller 10.77.0.11
start_baresip server 10.77.0.1 bob-alone
start_baresip caller 10.77.0.11 stranger
# The status code, behind "SIP/2.0 ".
lab_lose server output udp sport 5060 @th,128,24 0x343837 drop
capture_start 'port 5060'
baresip_say caller dial sip:bob@10.77.0.1
sleep 1
baresip_say caller hangup
sleep 35
lab_heal server
baresip_say caller dial sip:bob@10.77.0.1
sleep 0.5
baresip_say caller hangup
sleep 0.5
capture_stop
