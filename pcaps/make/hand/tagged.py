#!/usr/bin/env python3
"""Write each packet of a capture twice, as a mirror port that carries two VLANs does.

tagged.py IN.pcapng OUT.pcapng: the copy comes 40 microseconds later, in VLAN 20 instead of VLAN 10.
"""

import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from pcapng import Packet, read, write


def tagged(packet, vlan, later):
    tag = struct.pack("!HH", 0x8100, vlan)
    return Packet(packet.seconds + later, packet.data[:12] + tag + packet.data[12:])


if __name__ == "__main__":
    write(sys.argv[2], sorted((tagged(packet, vlan, later) for packet in read(sys.argv[1])
                               for vlan, later in ((10, 0), (20, 0.00004))),
                              key=lambda packet: packet.seconds))
