#!/usr/bin/env bash
# Refusals whose code says less than the rest of the response, from a ladder. The Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
mkdir -p "$lab_pcaps/hand"
"$lab_home/../../scripts/ladder-to-pcapng" "$lab_home/hand/reasons.ladder" "$lab_pcaps/$lab_case.pcapng"
