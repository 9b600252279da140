#!/usr/bin/env bash
# Phones that want their 180 acknowledged by PRACK. In the first call the PRACK is lost on the caller's
# host: 180 again and again, for 32 seconds, then 500. In the second it arrives. The third caller does
# not offer 100rel.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host carol 10.77.0.11
lab_host stranger 10.77.0.12
lab_host client 10.77.0.10
start_twinkle server bob ext_100rel=required
start_twinkle carol carol ext_100rel=required
start_baresip stranger 10.77.0.12 stranger
capture_start 'port 5060'
lab_lose carol output udp dport 5060 @th,64,40 0x505241434b drop
twinkle_say carol call sip:bob@10.77.0.1
sleep 33
lab_heal carol
twinkle_say carol call sip:bob@10.77.0.1
sleep 1
twinkle_say carol bye
sleep 1
baresip_say stranger dial sip:bob@10.77.0.1
sleep 1
baresip_say stranger hangup
sleep 0.5
capture_stop
