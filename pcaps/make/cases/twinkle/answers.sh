#!/usr/bin/env bash
# What another phone answers by itself, to requests with a fault and to the same without: 400, 404,
# 415, 416, 481, 482, 489, 501; and 480 "User not responding" to a call that rings for 30 seconds. The
# Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_twinkle server bob
capture_start
lab_play
capture_stop
