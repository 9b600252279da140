"""Make a large capture to measure with: packets.py sip|pings|media|other PACKETS OUTPUT [SAMPLE...]

SPDX-License-Identifier: GPL-2.0-or-later

sip    the SIP packets of the samples over and over, each time as other calls: the ends of
       Call-IDs, branches and tags change, so nothing is taken for a retransmission
pings  the same with OPTIONS and what answers it only
media  the same as sip with voice: a hundred packets of RTP for each session description
other  queries and answers of DNS, which cost little to dissect, so that what the plugin does to
       every packet stands out
"""

import itertools
import re
import struct
import subprocess
import sys
import tempfile

ETHERNET = 1
PAUSE_SECONDS = 60
RTP_PACKETS = 100

_LINK = bytes.fromhex("020000000001020000000002") + b"\x08\x00"
_MEDIA_HOST = re.compile(rb"(?m)^c=IN IP4 ([0-9]+(?:\.[0-9]+){3})\r?$")
_MEDIA_PORT = re.compile(rb"(?m)^m=audio ([1-9][0-9]*) ")

_WANTED = "eth && sip && udp && !icmp && !icmpv6 && !ip.fragments"

# What tells one call from another. Only the end is replaced, by as many characters.
_IDENTITY = re.compile(rb"(?im)(^(?:Call-ID|i)[ \t]*:[ \t]*|;branch=z9hG4bK|;tag=)"
                       rb"([^;@>\s]*?)([^;@>\s]{1,6})(?=[;@>\s])")


def sip_packets(sample, wanted):
    """The packets of a capture that are SIP over UDP and Ethernet: pairs of seconds and bytes."""
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        subprocess.run(["tshark", "-r", sample, "-Y", wanted, "-F", "pcap", "-w", file.name],
                       check=True, stderr=subprocess.DEVNULL)
        data = file.read()
    at = 24
    while at < len(data):
        seconds, micro, size, _ = struct.unpack_from("<IIII", data, at)
        yield seconds + micro / 1e6, data[at + 16:at + 16 + size]
        at += 16 + size


def one_after_the_other(samples, wanted):
    """The packets of all captures, each capture some time after the one before."""
    end = 0
    for packets in filter(None, (list(sip_packets(sample, wanted)) for sample in samples)):
        shift = end + PAUSE_SECONDS - packets[0][0]
        for seconds, data in packets:
            end = seconds + shift
            yield end, data


def sip(*samples, wanted=_WANTED):
    packets = list(one_after_the_other(samples, wanted))
    turn_seconds = packets[-1][0]
    for turn in itertools.count():
        number = b"%06x" % turn

        def renamed(match):
            return match[1] + match[2] + number[-len(match[3]):]

        for seconds, data in packets:
            yield seconds + turn * turn_seconds, _IDENTITY.sub(renamed, data)


def pings(*samples):
    return sip(*samples, wanted=f'{_WANTED} && sip.CSeq.method == "OPTIONS"')


def datagram(near, far, ports, payload, identity=0):
    """An Ethernet frame with a UDP datagram between two IPv4 addresses."""
    udp = struct.pack("!4H", *ports, 8 + len(payload), 0) + payload
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), identity, 0, 64, 17, 0)
    return _LINK + header + near + far + udp


def voice(description, number):
    """Packets of RTP to where a session description wants them."""
    host = _MEDIA_HOST.search(description)
    port = _MEDIA_PORT.search(description)
    if host and port:
        far = bytes(map(int, host[1].split(b".")))
        for step in range(RTP_PACKETS):
            header = struct.pack("!BBHII", 0x80, 8, step, step * 160, number)
            yield datagram(bytes((10, 99, 0, 1)), far, (30000, int(port[1])), header + bytes(160))


def media(*samples):
    for number, (seconds, data) in enumerate(sip(*samples)):
        yield seconds, data
        for packet in voice(data, number):
            yield seconds, packet


def dns():
    hosts = (bytes((10, 0, 0, 1)), bytes((10, 0, 0, 2)))
    for number in itertools.count():
        identity, name = number % 0x10000, b"host%06x" % number
        question = struct.pack("!B", len(name)) + name + b"\x07example\x00" + b"\x00\x01\x00\x01"
        answer = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x0e\x10\x00\x04\x0a\x00\x00\x03"
        for flags, records, (near, far), ports in (
                (0x0100, b"", hosts, (40000, 53)),
                (0x8180, answer, hosts[::-1], (53, 40000))):
            payload = struct.pack("!6H", identity, flags, 1, bool(records), 0, 0)
            payload += question + records
            yield number / 100, datagram(near, far, ports, payload, identity)


def write(path, packets):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, ETHERNET))
        for seconds, data in packets:
            whole, part = divmod(round(seconds * 1_000_000), 1_000_000)
            file.write(struct.pack("<IIII", whole, part, len(data), len(data)) + data)


def main(kind, count, output, *samples):
    packets = {"sip": sip, "pings": pings, "media": media, "other": dns}[kind](*samples)
    write(output, itertools.islice(packets, int(count)))


if __name__ == "__main__":
    main(*sys.argv[1:])
