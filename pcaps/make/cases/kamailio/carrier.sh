#!/usr/bin/env bash
# A proxy and the gateway of another network, which is off, silent, or fails with and without a cause.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host gateway 10.77.0.9
start_kamailio server -l udp:10.77.0.1:5060
capture_start
lab_play
capture_stop
