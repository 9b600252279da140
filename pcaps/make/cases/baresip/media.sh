#!/usr/bin/env bash
# Three phones with PCMU only: one with plain RTP, one that insists on SRTP, one with DTLS-SRTP. The
# first two call a peer, so that it is known what they take; then the peer offers other codecs,
# profiles and keys.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host secure 10.77.0.2
lab_host dtls 10.77.0.3
lab_host client 10.77.0.10
start_baresip server 10.77.0.1 bob-alone-auto
start_baresip secure 10.77.0.2 bob-secure-auto 'module srtp.so'
start_baresip dtls 10.77.0.3 bob-dtls-auto 'module dtls_srtp.so'
capture_start 'port 5060'
{
    sleep 0.5
    baresip_say server dial sip:alice@10.77.0.10
    sleep 0.5
    baresip_say secure dial sip:alice@10.77.0.10
} &
lab_play
wait $!
capture_stop
