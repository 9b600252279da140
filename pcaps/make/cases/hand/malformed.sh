#!/usr/bin/env bash
# Broken responses over UDP: lengths that lie, open quotes, NUL bytes, escape sequences, codes
# outside 100 to 699, line ends, numbers out of range, a packet cut after its status line.

. "$(dirname "$0")/../../lab.sh"
lab_by_hand malformed.py small
