#!/usr/bin/env bash
# Over TCP: a response with a header line of 60,000 bytes, and one with a thousand Via lines.

. "$(dirname "$0")/../../lab.sh"
lab_by_hand malformed.py oversized
