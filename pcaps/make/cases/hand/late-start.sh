#!/usr/bin/env bash
# The call of kamailio/call-challenged.pcapng, from a capture that begins when the INVITE has passed:
# the 180, the 200 and the BYE are there, the request is not.

. "$(dirname "$0")/../../lab.sh"
lab_from kamailio/call-challenged cut.py --after 'SIP/2.0 100 trying'
