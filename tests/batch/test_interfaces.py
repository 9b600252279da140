"""Capture points that are the interfaces which a capture names.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import struct
import unittest

from stage import SAMPLE, batch, dump, packets, query
from test_files import Captures
from test_watch import OPTIONS

NAME = 2  # option if_name of an interface description


def block(kind, body):
    size = len(body) + 12
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def described(*names):
    """A pcapng file with an interface for each name, b"" for one without, and a packet of the last one."""
    data = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    for name in names:
        option = struct.pack("<HH", NAME, len(name)) + name.ljust(-len(name) % 4 + len(name), b"\0")
        data += block(1, struct.pack("<HHI", packets.ETHERNET, 0, 0) + (option if name else b""))
    packet = next(packets.dns())[1]
    head = struct.pack("<IIIII", len(names) - 1, 0, len(packet), len(packet), len(packet))
    return data + block(6, head + packet.ljust(-len(packet) % 4 + len(packet), b"\0"))


class Interfaces(Captures):
    def points(self):
        return self.names("SELECT path, point, packets, error FROM captures ORDER BY path")

    def test_points(self):
        """All that a file describes, whether it has packets of them or not, in whatever folder it is."""
        (self.ring / "a").mkdir()
        for name, interfaces in (("a/1", [b"eth0"]), ("2", [b"eth0"]), ("3", [b"eth1", b"eth0"]),
                                 ("4", [b"eth0", b"eth1", b"eth0"]), ("5", [b""]), ("6", [b"", b"eth0"]),
                                 ("7", [b"a\tb\xff"])):
            (self.ring / f"{name}.pcapng").write_bytes(described(*interfaces))
        (self.ring / "8.pcapng").write_bytes(SAMPLE.read_bytes()[:20000])
        self.sample(self.ring / "9.pcap")
        (self.ring / "empty.pcap").touch()
        self.batch(self.ring, "--point", "interface")
        cut, = query(self.made, "SELECT error FROM captures WHERE path LIKE '%8.pcapng'")[0]
        self.assertIn("cut short", cut)
        # A byte that is no text is a replacement character for capinfos from 4.4 on.
        odd, = query(self.made, "SELECT point FROM captures WHERE path LIKE '%7.pcapng'")[0]
        self.assertIn(odd, ("a\tb\\xff", "a\tb\ufffd"))
        self.assertEqual(self.points(), [
            ("2.pcapng", "eth0", 1, None), ("3.pcapng", "eth0+eth1", 1, None),
            ("4.pcapng", "eth0+eth1", 1, None), ("5.pcapng", "unnamed", 1, None),
            ("6.pcapng", "eth0+unnamed", 1, None), ("7.pcapng", odd, 1, None),
            ("8.pcapng", "lab0", 33, cut), ("9.pcap", "unnamed", 114, None),
            ("1.pcapng", "eth0", 1, None), ("empty.pcap", "unnamed", 0, "no packets")])

    def test_they_are_asked_for_only_once(self):
        """And of what was planned by folder before, too."""
        (self.ring / "a.pcapng").write_bytes(SAMPLE.read_bytes())
        expected = [("a.pcapng", "lab0", 114, None)]
        self.batch(self.ring)
        for _ in range(2):
            self.batch(self.ring, "--point", "interface")
            self.assertEqual(self.points(), expected)
            found = dump(self.made)
        self.assertEqual(query(self.made, "SELECT point, count(*) FROM attempts"), [("lab0", 16)])
        self.batch(self.ring, "--point", "interface")
        self.assertEqual(dump(self.made), found)

    def test_of_a_ring_that_is_watched(self):
        (self.ring / "a.pcapng").write_bytes(SAMPLE.read_bytes())
        told = self.made / "told.prom"
        done = batch(self.made, "watch", self.ring, *OPTIONS, "--ended", "--point", "interface",
                     "--metrics", told)
        self.assertEqual((done.returncode, done.stderr, len(done.stdout.splitlines())), (0, "", 4))
        self.assertIn('sipcodes_watch_units_total{point="lab0"} 1\n', told.read_text())


if __name__ == "__main__":
    unittest.main()
