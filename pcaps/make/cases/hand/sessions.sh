#!/usr/bin/env bash
# A request that leaves its route set, a session timer that runs out, ACKs and CANCELs that match nothing, a
# Warning beside a success, from a ladder. The Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
mkdir -p "$lab_pcaps/hand"
"$lab_home/../../scripts/ladder-to-pcapng" "$lab_home/hand/sessions.ladder" "$lab_pcaps/$lab_case.pcapng"
