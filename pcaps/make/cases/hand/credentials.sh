#!/usr/bin/env bash
# Credentials that are refused, and not for the password, from a ladder. The Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
mkdir -p "$lab_pcaps/hand"
"$lab_home/../../scripts/ladder-to-pcapng" "$lab_home/hand/credentials.ladder" "$lab_pcaps/$lab_case.pcapng"
