"""Wireshark's own SIP dissector and the plugin see the same responses.

SPDX-License-Identifier: GPL-2.0-or-later

A message that an ICMP error quotes is dissected like a real one, but it was not sent there: the
plugin says nothing of it. A status line in a sipfrag body is an item of its own, which core does
not count as a response.
"""

from testing import CaptureTest

# Frames in which core names another request: it looks at the Call-ID and the CSeq, not at the
# branch (RFC 3261 section 17.1.3).
OTHER_REQUEST = {
    ("baresip/in-dialog.pcapng", "21"),  # a second BYE with the CSeq of the first
    ("kamailio/auth.pcapng", "69"),  # credentials sent without raising the CSeq
    ("hand/malformed.pcapng", "86"),  # a response whose Via cannot be read
}


def is_plain(reading):
    """Neither a CANCEL, which core confuses, nor more than one hop, which core does not know."""
    return not any("CANCEL" in frame["sip.Method"] or len(frame["sip.Via.branch"]) > 1
                   for frame in reading.having("sip.Method"))


def quotes(frame):
    """Whether the frame is an ICMP error that quotes a message."""
    return bool(frame.protocols & {"icmp", "icmpv6"})


def seen_by_core(frame):
    return [] if quotes(frame) else sorted(frame["sip.Status-Code"])


def seen_by_us(frame):
    return sorted(code for item in frame.items if "sipcodes.fragment" not in item
                  for code in item.get("sipcodes.code", []))


class Core(CaptureTest):
    def test_same_codes_in_each_frame(self):
        self.each_reading(self.check_codes)

    def check_codes(self, reading):
        self.assertEqual([(frame.number, seen_by_us(frame)) for frame in reading.frames],
                         [(frame.number, seen_by_core(frame)) for frame in reading.frames])

    def test_same_requests_and_times(self):
        self.each_reading(self.check_requests)

    def check_requests(self, reading):
        for frame in reading.having("sip.response-request") if is_plain(reading) else []:
            if frame.has("sipcodes.code"):
                self.check_request(frame)

    def check_request(self, frame):
        theirs, ours = frame["sip.response-request"], frame["sipcodes.request_in"]
        if (self.capture, frame.number) in OTHER_REQUEST:
            self.assertNotEqual(theirs, ours)
            return
        self.assertEqual(theirs, ours, f"frame {frame.number}")
        for milliseconds, seconds in zip(frame["sip.response-time"],
                                         frame["sipcodes.response_time"], strict=True):
            self.assertAlmostEqual(float(milliseconds), float(seconds) * 1000, delta=1)
