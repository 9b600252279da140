#!/usr/bin/env bash
# The codes of class 6xx; 603 also as the network's own block, "603+".

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
sipp_answers INVITE '600 Busy Everywhere' 'Retry-After: 120'
sipp_answers INVITE '603 Decline'
sipp_answers INVITE '603 Network Blocked' \
    'Reason: SIP;cause=603;text="v=analytics1;url=https://redress.example.test";location=RLN'
sipp_answers INVITE '604 Does Not Exist Anywhere'
sipp_answers INVITE '606 Not Acceptable' \
    'Warning: 370 10.77.0.1 "Insufficient bandwidth (only 64 kbit/s supported)"'
sipp_answers INVITE '607 Unwanted'
sipp_answers INVITE '608 Rejected' \
    'Call-Info: <https://block.example.test/complaint.json>;purpose=jwscard'
capture_stop
