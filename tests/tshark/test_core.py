"""Wireshark's own SIP dissector and the plugin see the same responses.

SPDX-License-Identifier: GPL-2.0-or-later

A message that an ICMP error quotes is dissected like a real one, but nobody sent it there: the
plugin says nothing of it. A status line in a sipfrag body is an item of its own, which core does
not count as a response.
"""

import itertools
import unittest

from harness import all_captures, fields, frame_number, items, packets, runs


def is_icmp(packet):
    return any(proto.get("name") in ("icmp", "icmpv6") for proto in packet.iterfind("proto"))


def seen_by_core(packet):
    codes = (item.get("sip.Status-Code", []) for item in items(packet, "sip"))
    return [] if is_icmp(packet) else sorted(itertools.chain(*codes))


def seen_by_us(packet):
    codes = (item.get("sipcodes.code", []) for item in items(packet)
             if "sipcodes.fragment" not in item)
    return sorted(itertools.chain(*codes))


class Core(unittest.TestCase):
    maxDiff = None

    def test_same_codes_in_each_frame(self):
        for capture, path, passes, options in runs():
            with self.subTest(capture=capture, passes=passes):
                found = list(packets(path, *options, "-Y", "sip || sipcodes",
                                     "-J", "sip sipcodes"))
                self.assertEqual([(frame_number(one), seen_by_us(one)) for one in found],
                                 [(frame_number(one), seen_by_core(one)) for one in found])

    def test_quotes_are_among_the_captures(self):
        self.assertTrue(fields(all_captures(), ["frame.number"],
                               "-Y", "sip && (icmp || icmpv6)"))


if __name__ == "__main__":
    unittest.main()
