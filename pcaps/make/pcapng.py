#!/usr/bin/env python3
"""Write pcapng files that say nothing but their packets.

What dumpcap and editcap write names the machine: its processor, kernel, interface, and the program's
version. These files hold one section, one interface per link type, the packets, and, if asked, the
secrets that a TLS session needs to be read again.

As a program: pcapng.py RAW.pcap OUT.pcapng [--secrets KEYLOG]
As a module:  write(path, packets) and read(path), with packets of Packet(...)
"""

import argparse
import dataclasses
import struct
import sys

ETHERNET = 1
SNAPLEN = 262144


@dataclasses.dataclass
class Packet:
    """A packet as captured; length is the one on the wire, where a capture cut the packet."""

    seconds: float
    data: bytes
    length: int = 0
    link: int = ETHERNET


def _padded(data):
    return data + b"\0" * (-len(data) % 4)


def _block(kind, body):
    size = 12 + len(body)
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def _option(code, value):
    return struct.pack("<HH", code, len(value)) + _padded(value)


def write(path, packets, secrets=b""):
    """Write packets, in the order given, to a new pcapng file."""
    packets = list(packets)
    links = list(dict.fromkeys(p.link for p in packets))
    with open(path, "wb") as file:
        file.write(_block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        for number, link in enumerate(links):
            name = _option(2, b"lab%d" % number)
            file.write(_block(1, struct.pack("<HHI", link, 0, SNAPLEN) + name + _option(0, b"")))
        if secrets:
            body = struct.pack("<II", 0x544C534B, len(secrets)) + _padded(secrets)
            file.write(_block(10, body))
        for p in packets:
            stamp = round(p.seconds * 1_000_000)
            head = struct.pack("<IIIII", links.index(p.link), stamp >> 32, stamp & 0xFFFFFFFF,
                               len(p.data), p.length or len(p.data))
            file.write(_block(6, head + _padded(p.data)))


def read(path):
    """The packets of a file that write() has written."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    packets = []
    links = []
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if kind == 1:
            links.append(struct.unpack_from("<H", data, at + 8)[0])
        elif kind == 6:
            link, high, low, caught, length = struct.unpack_from("<IIIII", data, at + 8)
            frame = data[at + 28:at + 28 + caught]
            packets.append(Packet(((high << 32) + low) / 1e6, frame, length, links[link]))
        at += size
    return packets


def read_pcap(path):
    """The packets of a classic pcap file of this machine's byte order, as dumpcap -P writes it."""
    with open(path, "rb") as file:
        data = file.read()
    magic, *_, link = struct.unpack_from("=IHHiIII", data)
    if magic != 0xA1B2C3D4:
        raise ValueError(f"{path}: not a pcap file with microseconds")
    at = 24
    packets = []
    while at + 16 <= len(data):
        seconds, micros, caught, length = struct.unpack_from("=IIII", data, at)
        at += 16
        packets.append(Packet(seconds + micros / 1e6, data[at:at + caught], length, link))
        at += caught
    return packets


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw")
    parser.add_argument("out")
    parser.add_argument("--secrets", metavar="KEYLOG", help="a TLS key log to put into the file")
    arguments = parser.parse_args()
    secrets = b""
    if arguments.secrets:
        with open(arguments.secrets, "rb") as file:
            secrets = file.read()
    packets = read_pcap(arguments.raw)
    if not packets:
        sys.exit(f"{arguments.raw}: no packets")
    write(arguments.out, packets, secrets)


if __name__ == "__main__":
    main()
