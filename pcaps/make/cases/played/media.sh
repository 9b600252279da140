#!/usr/bin/env bash
# Sessions that are refused: secure RTP without keys, 488 with a description of what would do, 606
# with a Warning, and in calls that go on: re-INVITEs with T.38 and with video.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
lab_play
capture_stop
