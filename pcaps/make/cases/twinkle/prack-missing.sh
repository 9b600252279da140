#!/usr/bin/env bash
# A phone that rings for longer than it waits for PRACK, which is lost on the caller's host: after 32
# seconds it gives the call up.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host carol 10.77.0.11
start_twinkle server bob ext_100rel=required timer_noanswer=60
start_twinkle carol carol ext_100rel=required
lab_lose carol output udp dport 5060 @th,64,40 0x505241434b drop
capture_start 'port 5060'
twinkle_say carol call sip:bob@10.77.0.1
sleep 36
capture_stop
