#!/usr/bin/env bash
# Codes of class 5xx, and the Retry-After header in its three forms.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
sipp_answers INVITE '500 Server Internal Error' 'Retry-After: 7'
sipp_answers PUBLISH '501 Not Implemented' 'Server: SIPp' $'Event: presence\r\nExpires: 600'
sipp_answers INVITE '502 Bad Gateway'
sipp_answers INVITE '503 Service Unavailable' 'Retry-After: 30'
sipp_answers INVITE '503 Service Unavailable' 'Retry-After: 120 (maint)'
sipp_answers INVITE '503 Service Unavailable' 'Retry-After: 5;duration=3'
sipp_answers INVITE '503 Service Unavailable' 'Reason: Q.850;cause=34;text="No circuit available"'
sipp_answers INVITE '504 Server Time-out'
sipp_answers OPTIONS '505 Version Not Supported'
sipp_answers INVITE '513 Message Too Large'
sipp_answers INVITE '555 Push Notification Service Not Supported'
sipp_answers INVITE '580 Precondition Failure' 'Server: SIPp' 'Require: precondition'
capture_stop
