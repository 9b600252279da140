#!/usr/bin/env bash
# kamailio/outcomes.pcapng, whose last call still rings: the OPTIONS after it is four minutes later
# than it was.

. "$(dirname "$0")/../../lab.sh"
lab_from kamailio/outcomes cut.py --later last-look 240
