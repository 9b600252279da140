#!/usr/bin/env python3
"""Traffic that is not SIP: chatter.py SERVER. ICMP echo, HTTP, RTP in G.711 silence, a closed port."""

import socket
import struct
import sys
import time
import urllib.request

server = sys.argv[1]

with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as ping:
    for number in (1, 2):
        body = struct.pack("!HHHH", 0x0800, 0, 77, number) + b"\0" * 32
        total = sum(struct.unpack(f"!{len(body) // 2}H", body))
        check = ~(total + (total >> 16)) & 0xFFFF
        ping.sendto(body[:2] + struct.pack("!H", check) + body[4:], (server, 0))
        time.sleep(0.05)

urllib.request.urlopen(f"http://{server}/page.html", timeout=5).read()

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as media:
    media.bind(("", 10000))
    for number in range(20):
        head = struct.pack("!BBHII", 0x80, 0, number, number * 160, 0x5EED)
        media.sendto(head + b"\xff" * 160, (server, 10000))
        time.sleep(0.02)
