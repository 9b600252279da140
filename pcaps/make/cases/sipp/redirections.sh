#!/usr/bin/env bash
# The codes of class 3xx, each as a server may send it.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
capture_start
sipp_answers INVITE '300 Multiple Choices' \
    $'Contact: <sip:bob@10.77.0.11>;q=0.8\r\nContact: <sip:bob@10.77.0.12>;q=0.4'
sipp_answers INVITE '301 Moved Permanently' 'Contact: <sip:robert@10.77.0.11>'
sipp_answers INVITE '302 Moved Temporarily' 'Contact: <sip:bob@10.77.0.11>;expires=60'
sipp_answers INVITE '305 Use Proxy' 'Contact: <sip:10.77.0.2;lr>'
sipp_answers INVITE '380 Alternative Service' 'Server: SIPp'
capture_stop
