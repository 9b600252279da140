"""What the user can set changes what it says it changes.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import unittest

from harness import fields, staged

# A SUBSCRIBE that nobody answers; the capture goes on for 33 seconds.
SILENT = "baresip/unanswered.pcapng"


def outcomes(*options):
    return [row for row in fields(staged(SILENT), ["frame.number", "sipcodes.attempt.outcome"], "-2",
                                  "-Y", "sip.Method == SUBSCRIBE", *options)]


class Preferences(unittest.TestCase):
    def test_silence_is_measured_with_t1(self):
        copies = [str(number) for number in range(1, 11)]
        self.assertEqual(outcomes(), [[[frame], ["unanswered"]] for frame in copies])
        self.assertEqual(outcomes("-o", "sipcodes.t1:2000"),
                         [[[frame], ["unknown"]] for frame in copies])


if __name__ == "__main__":
    unittest.main()
