#!/usr/bin/env bash
# A proxy with rules refuses: first requests that are not well-formed, each found by the proxy's own
# checks; then those that its rules do not let in; then calls to numbers of which it says why not. The
# Call-ID names the case; near- has no such fault.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
kamailio_config=rules.cfg
start_kamailio server -l udp:10.77.0.1:5060
capture_start
lab_play
capture_stop
