#!/usr/bin/env bash
# A REFER outside a dialog, 202, and its progress: a NOTIFY with "SIP/2.0 100 Trying", one whose
# multipart body holds a sipfrag and a text, and the last with a 486 and its headers.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
sipp_serve server 10.77.0.1 refer-accept -m 1
capture_start
sipp_call client 10.77.0.10 refer 10.77.0.1 -s bob -key caller alice
capture_stop
