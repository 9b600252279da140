#!/usr/bin/env bash
# The codes of class 4xx that no other capture has, each with the headers that belong to it; where a
# header can deserve the code, the request has that header.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
sipp_answers OPTIONS '400 Bad Max-Forwards' 'Server: SIPp'
sipp_answers INVITE '402 Payment Required'
sipp_answers INVITE '403 Forbidden'
sipp_answers PUBLISH '405 Method Not Allowed' 'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS' \
    $'Event: presence\r\nExpires: 600'
sipp_answers INVITE '406 Not Acceptable' 'Server: SIPp' 'Accept: text/plain'
sipp_answers INVITE '408 Request Timeout'
sipp_answers INVITE '410 Gone'
sipp_answers PUBLISH '412 Conditional Request Failed' 'Server: SIPp' \
    $'Event: presence\r\nSIP-If-Match: ab12\r\nExpires: 600'
sipp_answers INVITE '413 Request Entity Too Large' 'Retry-After: 60'
sipp_answers INVITE '414 Request-URI Too Long'
sipp_answers MESSAGE '415 Unsupported Media Type' 'Accept: text/plain' 'Content-Type: text/html'
sipp_answers INVITE '416 Unsupported URI Scheme'
sipp_answers INVITE '417 Unknown Resource-Priority' 'Accept-Resource-Priority: ets.0, ets.1' \
    'Resource-Priority: wps.0'
sipp_answers INVITE '420 Bad Extension' 'Unsupported: 100rel, foo' 'Require: 100rel, foo'
sipp_answers INVITE '421 Extension Required' 'Require: timer' 'Supported: replaces'
sipp_answers INVITE '422 Session Interval Too Small' 'Min-SE: 600' \
    $'Supported: timer\r\nSession-Expires: 90'
sipp_answers REGISTER '423 Interval Too Brief' 'Min-Expires: 300' 'Expires: 30'
sipp_answers INVITE '424 Bad Location Information' 'Geolocation-Error: 100;code="Cannot process location"' \
    $'Geolocation: <cid:target@10.77.0.10>\r\nGeolocation-Routing: yes'
sipp_answers INVITE '425 Bad Alert Message' 'AlertMsg-Error: 101;code="Alert message type not accepted"'
sipp_answers INVITE '428 Use Identity Header'
sipp_answers REFER '429 Provide Referrer Identity' 'Server: SIPp' 'Refer-To: <sip:carol@10.77.0.1>'
sipp_answers INVITE '430 Flow Failed'
sipp_answers INVITE '433 Anonymity Disallowed' 'Server: SIPp' 'Privacy: id'
identity='Identity: eyJhbGciOiJFUzI1NiJ9.e30.c2ln;info=<https://10.77.0.3/cert.pem>;alg=ES256'
sipp_answers INVITE '436 Bad Identity Info' 'Server: SIPp' "$identity"
sipp_answers INVITE '437 Unsupported Credential' 'Server: SIPp' "$identity"
sipp_answers INVITE '438 Invalid Identity Header' 'Reason: STIR;cause=438;text="Bad signature"' \
    "$identity"
sipp_answers REGISTER '439 First Hop Lacks Outbound Support' 'Server: SIPp' 'Supported: outbound, path'
sipp_answers INVITE '440 Max-Breadth Exceeded' 'Server: SIPp' 'Max-Breadth: 1'
sipp_answers INFO '469 Bad Info Package' 'Recv-Info: dtmf' 'Info-Package: weather'
sipp_answers MESSAGE '470 Consent Needed' 'Permission-Missing: <sip:carol@10.77.0.1>'
sipp_answers INVITE '480 Temporarily Unavailable' 'Retry-After: 3600'
sipp_answers INVITE '482 Loop Detected'
sipp_answers INVITE '483 Too Many Hops'
sipp_answers INVITE '484 Address Incomplete'
sipp_answers INVITE '485 Ambiguous' \
    $'Contact: <sip:bob.marley@10.77.0.1>\r\nContact: <sip:bob.dylan@10.77.0.1>'
sipp_answers INVITE '486 Busy Here'
sipp_answers INVITE '488 Not Acceptable Here' \
    'Warning: 305 10.77.0.1 "Incompatible media format: no codec in common"'
sipp_answers SUBSCRIBE '489 Bad Event' 'Allow-Events: refer, presence' \
    $'Event: dialog\r\nExpires: 600'
sipp_answers INVITE '491 Request Pending'
sipp_answers INVITE '493 Undecipherable'
sipp_answers REGISTER '494 Security Agreement Required' \
    'Security-Server: tls;q=0.2, digest;d-alg=MD5;q=0.1' 'Expires: 600'
capture_stop
