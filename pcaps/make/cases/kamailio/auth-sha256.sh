#!/usr/bin/env bash
# A proxy that offers SHA-256 only: a client that can, one that answers with MD5, one that gives up.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH -A WITH_SHA256
capture_start
lab_play
capture_stop
