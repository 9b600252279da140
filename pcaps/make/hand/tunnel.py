#!/usr/bin/env python3
"""Wrap the IP packets of a capture in GTP-U, as between a radio station and its core network.

tunnel.py IN.pcapng OUT.pcapng
"""

import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from frames import ethernet, udp
from pcapng import Packet, read, write

RADIO, CORE = "10.78.0.2", "10.78.0.1"
GTP_U = 2152


def wrapped(packet):
    inner = packet.data[14:]
    upwards = inner[12:16] == bytes((10, 77, 0, 10))
    tunnel = 0x1001 if upwards else 0x2002
    payload = struct.pack("!BBHI", 0x30, 0xFF, len(inner), tunnel) + inner
    ends = (RADIO, CORE) if upwards else (CORE, RADIO)
    return Packet(packet.seconds, ethernet(udp(*ends, payload, (GTP_U, GTP_U)), back=not upwards))


if __name__ == "__main__":
    write(sys.argv[2], [wrapped(packet) for packet in read(sys.argv[1])])
