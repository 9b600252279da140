"""Wireshark's own SIP dissector and the plugin see the same responses.

SPDX-License-Identifier: GPL-2.0-or-later

A message that an ICMP error quotes is dissected like a real one, but nobody sent it there: the
plugin says nothing of it. A status line in a sipfrag body is an item of its own, which core does
not count as a response.
"""

import itertools
import unittest

from harness import all_captures, fields, frame_number, items, packets, runs


LINKS = ("frame.number", "sip.response-request", "sip.response-time",
         "sipcodes.request_in", "sipcodes.response_time")

# Frames in which core names another request: it looks at the Call-ID and the CSeq, not at the
# branch (RFC 3261 section 17.1.3).
OTHER_REQUEST = {
    ("baresip/in-dialog.pcapng", "21"),  # a second BYE with the CSeq of the first
    ("kamailio/auth.pcapng", "69"),  # credentials sent without raising the CSeq
    ("hand/malformed.pcapng", "86"),  # a response whose Via cannot be read
}


def is_plain(path):
    """Neither a CANCEL, which core confuses, nor more than one hop, which core does not know."""
    requests = fields(path, ["sip.Method", "sip.Via.branch"], "-Y", "sip.Method")
    return not any("CANCEL" in methods or len(branches) > 1 for methods, branches in requests)


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

    def test_same_requests_and_times(self):
        for capture, path, passes, options in runs():
            if not is_plain(path):
                continue
            with self.subTest(capture=capture, passes=passes):
                for frame, request, time, our_request, our_time in fields(
                        path, LINKS, *options, "-Y", "sip.response-request && sipcodes.code"):
                    if (capture, frame[0]) in OTHER_REQUEST:
                        self.assertNotEqual(request, our_request)
                        continue
                    self.assertEqual(request, our_request, f"frame {frame[0]}")
                    milliseconds = float(our_time[0]) * 1000
                    self.assertAlmostEqual(float(time[0]), milliseconds, delta=1)

    def test_quotes_are_among_the_captures(self):
        self.assertTrue(fields(all_captures(), ["frame.number"],
                               "-Y", "sip && (icmp || icmpv6)"))


if __name__ == "__main__":
    unittest.main()
