#!/usr/bin/env bash
# A proxy that tries one phone after the other: the first is busy, or rings too long, or declines for
# all; and one that tries three at once, of which all refuse, one declines for all, two answer at the
# same moment.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host desk 10.77.0.21
lab_host mobile 10.77.0.22
lab_host home 10.77.0.23
start_kamailio server -l udp:10.77.0.1:5060
capture_start 'port 5060'
lab_play
capture_stop
