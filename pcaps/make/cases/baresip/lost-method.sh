#!/usr/bin/env bash
# A firewall before a phone lets the methods pass that it knows, and no INFO: in a call the phone answers
# OPTIONS and BYE, and never the INFO, which the caller repeats for 32 seconds.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_baresip server 10.77.0.1 bob-alone-auto
# The method of a request is the first thing in the packet.
lab_lose server input udp dport 5060 @th,64,32 0x494e464f drop
capture_start 'port 5060'
lab_play
capture_stop
