#!/usr/bin/env bash
# A proxy along the path takes the signature (Identity) out of a call, as one that only knows some headers:
# the next network refuses it with 428. With an OPTIONS, which needs none, all is well.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host edge 10.77.0.2
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_STRIP
kamailio_config=rules.cfg
start_kamailio edge -l udp:10.77.0.2:5060
capture_start 'port 5060'
identity='Identity: eyJhbGciOiJFUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDB9.c2lnbmF0dXJl;info=<https://cert.example.test/a.pem>'
sipp_ask INVITE sip:signed@10.77.0.2 "$identity"
sipp_ask OPTIONS sip:signed@10.77.0.2 "$identity"
capture_stop
