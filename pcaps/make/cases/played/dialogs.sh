#!/usr/bin/env bash
# Faults in and around dialogs, and what only looks like one: CANCEL that matches nothing, loops,
# merged requests, overlapping re-INVITEs, CSeq out of order, a cause in BYE, STIR, credentials that
# may not be asked for.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
lab_play
capture_stop
