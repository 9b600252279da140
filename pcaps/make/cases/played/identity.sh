#!/usr/bin/env bash
# Signed calls through a proxy: 428 where nobody signs, where the proxy drops the signature, and where
# it does not; faults of the signature told in 180 and 200; and the security agreement, 494.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host callee 10.77.0.20
lab_host client 10.77.0.10
capture_start
lab_play
capture_stop
