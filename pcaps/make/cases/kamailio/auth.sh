#!/usr/bin/env bash
# What can go wrong with a password: wrong, for another realm, in the wrong header, with an algorithm
# that was not offered, with broken parameters, with a nonce that is too old or used before; and next
# to each fault the attempt that a client makes right. Then 403, with and without a password.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH -A NONCE_LIFE=2
capture_start
lab_play
capture_stop
