#!/usr/bin/env bash
# baresip/lost-call.pcapng without its beginning: a BYE and its 481, and nothing of the call.

. "$(dirname "$0")/../../lab.sh"
lab_from baresip/lost-call cut.py --after 'CSeq: 3 ACK'
