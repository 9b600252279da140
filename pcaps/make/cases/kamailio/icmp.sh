#!/usr/bin/env bash
# ICMP errors that quote SIP: an INVITE and an OPTIONS to a host where nobody listens, and the
# proxy's 480 to a port that the client named in its Via and does not have.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host nobody 10.77.0.9
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060
capture_start
for sipp_method in INVITE OPTIONS; do
    sipp_call client 10.77.0.10 unheard 10.77.0.9 -s bob -key caller alice -key via_port 5060
done
sipp_call client 10.77.0.10 unheard 10.77.0.1 -s bob -key caller alice -key via_port 5099
capture_stop
