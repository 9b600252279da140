#!/usr/bin/env bash
# Requests that get no response, and a copy that is refused, from a ladder. The Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
mkdir -p "$lab_pcaps/hand"
"$lab_home/../../scripts/ladder-to-pcapng" "$lab_home/hand/silence.ladder" "$lab_pcaps/$lab_case.pcapng"
