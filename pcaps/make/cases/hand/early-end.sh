#!/usr/bin/env bash
# The call of kamailio/call-challenged.pcapng, from a capture that ends while the phone rings.

. "$(dirname "$0")/../../lab.sh"
lab_from kamailio/call-challenged cut.py --before 'SIP/2.0 200 OK'
