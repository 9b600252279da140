"""Captures whose packets are cut short, at any length, do no harm.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import functools
import subprocess
import unittest

import rows
from harness import PASSES, environment, fields, joined, stage, staged, tshark

CAPTURES = ("sample.pcapng", "sipp/reasons.pcapng")
SHORTEST = 34
LONGEST = 1500
STEP = 7


@functools.cache
def cut(capture):
    """The capture over and over, each time with the packets cut at another length."""
    name = capture.replace("/", "-")
    folder = stage() / f"cuts-of-{name}"
    folder.mkdir()
    parts = [folder / f"{length}.pcapng" for length in range(SHORTEST, LONGEST, STEP)]
    for part in parts:
        subprocess.run(["editcap", "-s", part.stem, staged(capture), part], check=True)
    return joined(f"cut-{name}", parts)


class Truncated(unittest.TestCase):
    def test_no_frame_is_lost(self):
        for capture in CAPTURES:
            bare = fields(cut(capture), ["frame.number"], env=environment("no-plugins"))
            for passes, options in PASSES.items():
                with self.subTest(capture=capture, passes=passes):
                    found = fields(cut(capture), rows.FIELDS, *options)
                    self.assertEqual([[number] for number, *_ in found], bare)

    def test_no_dissector_fails(self):
        # The filter for a dissector's bug has another name in each version; this ends them all.
        env = environment(WIRESHARK_ABORT_ON_DISSECTOR_BUG="1")
        for capture in CAPTURES:
            for passes, options in PASSES.items():
                with self.subTest(capture=capture, passes=passes):
                    self.assertTrue(tshark("-r", cut(capture), *options, "-Y", "sipcodes",
                                           "-T", "fields", "-e", "sipcodes.code", env=env))


if __name__ == "__main__":
    unittest.main()
