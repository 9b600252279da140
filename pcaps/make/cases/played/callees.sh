#!/usr/bin/env bash
# What a callee, or the network on its behalf, can say that no server here says on demand: causes of
# the telephone network, ring-outs, 603+ whole and incomplete, 608 without contact card, anonymous
# calls, numbers too short, redirections in a circle; and next to each what only looks so.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
lab_play
capture_stop
