#!/usr/bin/env bash
# A phone that speaks plain RTP and one that wants DTLS-SRTP, as browsers do, call each other: neither
# takes the offer of the other.

. "$(dirname "$0")/../../lab.sh"
lab_host bob 10.77.0.1
lab_host alice 10.77.0.11
start_baresip bob 10.77.0.1 bob-dtls-auto 'module srtp.so' 'module dtls_srtp.so'
start_baresip alice 10.77.0.11 bob-alone-auto
capture_start 'port 5060'
attempt() {
    baresip_say "$1" dial "$2"
    sleep 0.7
    baresip_say "$1" hangup
    sleep 0.3
}
attempt alice sip:bob@10.77.0.1
attempt bob sip:bob@10.77.0.11
attempt alice sip:bob@10.77.0.1
capture_stop
