#!/usr/bin/env bash
# Every provisional code in one call: 100, 181, 182, 180, 199, 183 with a Reason better than that of
# the 480 in the end, and the unregistered 187. Then 204 and 202 to single requests.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start

sipp_status='480 Temporarily Unavailable'
sipp_serve server 10.77.0.1 progress -m 1
sipp_ask INVITE bob 'Supported: 199'
sipp_answers PUBLISH '204 No Notification' $'SIP-ETag: dx200xyz\r\nExpires: 0' \
    $'Event: presence\r\nSIP-If-Match: ab12\r\nExpires: 0'
sipp_answers MESSAGE '202 Accepted'
capture_stop
