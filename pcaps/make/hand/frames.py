"""Ethernet, IP, UDP and TCP around bytes, for the captures that no server will make."""

import socket
import struct

CLIENT, SERVER = "10.77.0.10", "10.77.0.1"


def _checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ip(source, target, protocol, payload):
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0,
                       socket.inet_aton(source), socket.inet_aton(target))
    return head[:10] + struct.pack("!H", _checksum(head)) + head[12:] + payload


def _transport(source, target, protocol, segment, at):
    pseudo = socket.inet_aton(source) + socket.inet_aton(target)
    pseudo += struct.pack("!BBH", 0, protocol, len(segment))
    check = _checksum(pseudo + segment) or 0xFFFF
    return segment[:at] + struct.pack("!H", check) + segment[at + 2:]


def ethernet(packet, back=False):
    ends = bytes.fromhex("020000007710"), bytes.fromhex("020000007701")
    return (ends[0] + ends[1] if back else ends[1] + ends[0]) + b"\x08\x00" + packet


def udp(source, target, payload, ports=(5060, 5060)):
    """A UDP packet with its IP header."""
    segment = struct.pack("!HHHH", *ports, 8 + len(payload), 0) + payload
    return ip(source, target, 17, _transport(source, target, 17, segment, 6))


class Tcp:
    """One TCP connection from the client to the server; each method gives the frames it takes."""

    def __init__(self, port):
        self.ports = {CLIENT: port, SERVER: 5060}
        self.next = {CLIENT: 1000, SERVER: 9000}

    def _segment(self, source, flags, payload=b"", options=b""):
        target = SERVER if source == CLIENT else CLIENT
        acknowledged = self.next[target] if flags != 0x02 else 0
        words = 5 + len(options) // 4
        segment = struct.pack("!HHIIBBHHH", self.ports[source], self.ports[target],
                              self.next[source], acknowledged, words << 4, flags, 64000, 0, 0)
        segment = _transport(source, target, 6, segment + options + payload, 16)
        self.next[source] += len(payload) + (1 if flags & 0x03 else 0)
        return ethernet(ip(source, target, 6, segment), source == SERVER)

    def open(self):
        mss = struct.pack("!BBH", 2, 4, 1460)
        return [self._segment(CLIENT, 0x02, options=mss), self._segment(SERVER, 0x12, options=mss),
                self._segment(CLIENT, 0x10)]

    def send(self, source, payload, size=1460):
        """The payload in segments of size bytes, and one acknowledgement."""
        frames = [self._segment(source, 0x18 if at + size >= len(payload) else 0x10,
                                payload[at:at + size]) for at in range(0, len(payload), size)]
        return frames + [self._segment(SERVER if source == CLIENT else CLIENT, 0x10)]

    def close(self):
        return [self._segment(CLIENT, 0x11), self._segment(SERVER, 0x11),
                self._segment(CLIENT, 0x10)]
