#!/usr/bin/env bash
# Offers and answers that are refused, from a ladder. The Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
mkdir -p "$lab_pcaps/hand"
"$lab_home/../../scripts/ladder-to-pcapng" "$lab_home/hand/offers.ladder" "$lab_pcaps/$lab_case.pcapng"
