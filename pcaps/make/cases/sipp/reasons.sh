#!/usr/bin/env bash
# Reason, Warning and phrases in the forms that are legal and seldom handled: several values in one
# line and in several, folded lines, compact names, a custom phrase, an empty one, unregistered codes.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
three='Q.850;cause=18;text="No user responding";location=LN, SIP;cause=408, STIR;cause=436'
sipp_answers INVITE '480 Temporarily Unavailable' "Reason: $three"
sipp_answers INVITE '480 Temporarily Unavailable' \
    "Reason: ${three//, /$'\r\nReason: '}"
sipp_answers INVITE '486 Busy Here' $'Reason: Q.850\r\n  ;cause=17\r\n\t;text="User busy"'
sipp_answers INVITE '503 Service Unavailable' \
    'reason : q.850 ; cause = 42 ; text = "Congestion, \"switch\" \\ 7"'
sipp_answers INVITE '488 Not Acceptable Here' \
    'Warning: 305 10.77.0.1:5060 "Incompatible media format", 399 edge.example.test "Codec, not \"ours\""'
sipp_answers INVITE '488 Not Acceptable Here' \
    $'Warning: 304 10.77.0.1 "Media type not available: video"\r\nWarning: 302 10.77.0.1 "SCTP"'
sipp_answers INVITE '403 Dialled number is not in your plan' \
    $'Reason: Preemption;cause=1;text="UA Preemption"\r\nError-Info: <sip:sorry@10.77.0.1>'
sipp_answers INVITE '484 Address Incomplete' 'Reason: Q.850;text="no cause number here"'
sipp_answers INVITE '480 Temporarily Unavailable' 'Reason: Q.850;cause=0'
sipp_answers INVITE '415 Unsupported Media Type' \
    $'k: timer, 100rel\r\ne: identity\r\nm: <sip:bob@10.77.0.11>\r\ns: compact names'
sipp_answers INVITE '555 [nothing]'
sipp_answers INVITE '477 Unfortunately error on sending to next hop occurred'
sipp_answers INVITE '499 No Such Thing'
sipp_answers INVITE '599 Hardly A Server'
sipp_answers INVITE '699 Nowhere At All' 'Retry-After: 18000;duration=3600 (really)'
capture_stop
