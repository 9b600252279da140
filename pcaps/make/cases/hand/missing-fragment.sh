#!/usr/bin/env bash
# sipp/fragments.pcapng without the last fragment of the response.

. "$(dirname "$0")/../../lab.sh"
lab_from sipp/fragments cut.py --without 'bob-40@'
