#!/usr/bin/env bash
# Two callers of one host are redirected. The first leaves it at that; the second calls the target
# with a new Call-ID and From tag and talks for more than 32 seconds, so that what did not follow by
# then is known not to.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
lab_host phone 10.77.0.12
sipp_status='302 Moved Temporarily'
sipp_serve server 10.77.0.1 refuse -m 2 -key answer_header 'Contact: <sip:bob@10.77.0.12:5060>'
sipp_serve phone 10.77.0.12 answer -m 1
capture_start
sipp_call client 10.77.0.10 attempt 10.77.0.1 -s bob -key caller erin \
    -key target sip:bob@10.77.0.1 -key hops 70 -key request_header 'User-Agent: SIPp'
sipp_call client 10.77.0.10 redirected 10.77.0.1 -s bob -key caller alice
capture_stop
