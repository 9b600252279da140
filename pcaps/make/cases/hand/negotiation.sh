#!/usr/bin/env bash
# Requests refused for what the two sides could not agree on, from a ladder. The Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
mkdir -p "$lab_pcaps/hand"
"$lab_home/../../scripts/ladder-to-pcapng" "$lab_home/hand/negotiation.ladder" "$lab_pcaps/$lab_case.pcapng"
