#!/usr/bin/env bash
# Requests in dialogs and subscriptions that are refused, transfers that fail, and causes that are stated
# in headers of vendors, from a ladder. The Call-ID names the case.

. "$(dirname "$0")/../../lab.sh"
mkdir -p "$lab_pcaps/hand"
"$lab_home/../../scripts/ladder-to-pcapng" "$lab_home/hand/dialog.ladder" "$lab_pcaps/$lab_case.pcapng"
