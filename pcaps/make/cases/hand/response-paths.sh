#!/usr/bin/env bash
# Used up hops, CANCELs that match nothing, late and misdirected responses, from a ladder. The Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
mkdir -p "$lab_pcaps/hand"
"$lab_home/../../scripts/ladder-to-pcapng" "$lab_home/hand/response-paths.ladder" "$lab_pcaps/$lab_case.pcapng"
