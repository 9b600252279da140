#!/usr/bin/env bash
# A phone that crashes in a call and is started again. The BYE of the first call meets a closed port,
# and then a phone that does not know the call; that of the second finds it back at once.

. "$(dirname "$0")/../../lab.sh"
lab_host alice 10.77.0.10
lab_host bob 10.77.0.12
lab_on bob sysctl -qw net.ipv4.icmp_ratemask=0
start_baresip alice 10.77.0.10 stranger
start_linphone bob 10.77.0.12 bob
phone=$lab_pid
capture_start 'udp port 5060 or icmp[30:2] = 5060' # no errors about media
for call in first second; do
    baresip_say alice dial sip:bob@10.77.0.12
    sleep 1
    linphone_say bob answer
    sleep 1
    lab_stop "$phone" KILL
    [ "$call" = second ] || baresip_say alice hangup
    sleep 0.3
    start_linphone bob 10.77.0.12 bob
    phone=$lab_pid
    [ "$call" = first ] || baresip_say alice hangup
    sleep 4
done
capture_stop
