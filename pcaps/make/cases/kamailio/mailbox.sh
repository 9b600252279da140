#!/usr/bin/env bash
# Phones that are set up to ask for a mailbox (message-summary): one at a proxy that knows no such
# user, one at a server that has no such events.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host edge 10.77.0.2
lab_host alice 10.77.0.11
lab_host carol 10.77.0.12
start_kamailio server -l udp:10.77.0.1:5060
kamailio_config=rules.cfg
start_kamailio edge -l udp:10.77.0.2:5060
capture_start 'port 5060'
start_twinkle alice alice register_at_startup=yes mwi_sollicited=yes mwi_user=mailbox mwi_server=10.77.0.1
start_twinkle carol carol register_at_startup=yes mwi_sollicited=yes mwi_user=mailbox mwi_server=10.77.0.2
sleep 2
capture_stop
