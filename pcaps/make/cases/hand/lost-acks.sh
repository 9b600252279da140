#!/usr/bin/env bash
# ACKs that match nothing, are lost, kept by a proxy, or answered, from a ladder. The Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
mkdir -p "$lab_pcaps/hand"
"$lab_home/../../scripts/ladder-to-pcapng" "$lab_home/hand/lost-acks.ladder" "$lab_pcaps/$lab_case.pcapng"
