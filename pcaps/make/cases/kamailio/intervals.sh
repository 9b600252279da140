#!/usr/bin/env bash
# Registrations that are too short: 423. One comes again, still too short, then long enough; another
# comes back long enough at once.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_LIMITS
capture_start
lab_play
capture_stop
