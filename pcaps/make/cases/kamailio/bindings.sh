#!/usr/bin/env bash
# Calls to users who were registered: one who removed the registration, one whose registration ran
# out, one whose phone is there and is not to be disturbed, and one whom the registrar has forgotten
# since it was restarted. Next to them a user who was never registered.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host phone 10.77.0.20
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_SHORT_LIFE
server=$lab_pid
capture_start 'port 5060'
lab_play kamailio/bindings
lab_stop "$server"
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_SHORT_LIFE
lab_play kamailio/bindings-forgotten
capture_stop
