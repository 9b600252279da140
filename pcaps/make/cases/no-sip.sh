#!/usr/bin/env bash
# No SIP at all: two pings, a page over HTTP, twenty RTP packets, a UDP packet to a closed port.

. "$(dirname "$0")/../lab.sh"
lab_host server 10.77.0.1
lab_host client 10.77.0.10
echo 'Nothing of interest.' >"$lab_tmp/page.html"
lab_start server /usr/bin/python3 -m http.server --bind 10.77.0.1 --directory "$lab_tmp" 80
lab_wait server tcp 80
capture_start
lab_on client /usr/bin/python3 "$lab_home/chatter.py" 10.77.0.1
capture_stop
