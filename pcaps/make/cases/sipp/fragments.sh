#!/usr/bin/env bash
# A 300 with forty contacts to an INVITE with a long History-Info: both over UDP in IP fragments. The
# first fragment of the response has the status line, the rest of its headers come in the others.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
contacts='' history=''
for number in {1..40}; do
    contacts+=$'\r\n'"Contact: <sip:bob-$number@branch-office-$number.example.test>;q=0.$((100 - number))"
    history+=", <sip:bob@office-$number.example.test?Reason=SIP%3Bcause%3D302>;index=1.$number"
done
capture_start
sipp_answers INVITE '300 Multiple Choices' "Server: SIPp$contacts" "History-Info: ${history#, }"
capture_stop
