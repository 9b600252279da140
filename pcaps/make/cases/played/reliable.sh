#!/usr/bin/env bash
# Reliable provisional responses (100rel): with PRACK; without, until the callee gives up; with a
# PRACK that names another response; to a caller who never offered 100rel. Also a 100 that comes
# after two seconds, and a 180 that comes late and without any 100.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
lab_play
capture_stop
