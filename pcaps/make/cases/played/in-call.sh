#!/usr/bin/env bash
# What is refused inside a call that goes on: INFO with 415 and 469, re-INVITE with 488, OPTIONS with
# 404, SUBSCRIBE with 489. And CANCELs that come when the answer is under way, or has been given.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
lab_play
capture_stop
