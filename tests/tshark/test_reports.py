"""Reports of a part of a capture, and reports that are all that is printed.

SPDX-License-Identifier: GPL-2.0-or-later

What is reported of each capture is checked together with its fields: see check_reports.py.
"""

import unittest

import reports
from harness import PASSES, all_captures, staged, tshark
from reading import read, reading


def printed(path, *options, condition=""):
    """The reports of a run that prints nothing else, and so makes no tree of any frame."""
    return reports.parsed(tshark("-q", "-r", path, *options, *reports.options(condition)))


class Reports(unittest.TestCase):
    maxDiff = None

    def test_they_are_the_same_without_trees(self):
        # Trees are made of all frames, also of those that the filter leaves out.
        for passes, options in PASSES.items():
            with self.subTest(passes=passes):
                self.assertEqual(printed(all_captures(), *options),
                                 read(all_captures(), *options, condition="!frame").reports)

    def test_filter_selects_attempts_by_their_messages(self):
        condition = "sipcodes.code == 503"
        for passes, options in PASSES.items():
            with self.subTest(passes=passes):
                every = reading("sample.pcapng", passes).reports.attempts
                some = printed(staged("sample.pcapng"), *options, condition=condition)
                self.assertEqual(some.attempts, [row for row in every if row.get("code") == 503])
                self.assertEqual(some.summary["responses_by_code"], {"503 Service Unavailable": 1})
                self.assertEqual(some.summary["responses"], 1)
                totals, _ = some.nodes
                self.assertEqual(totals["Attempts by outcome"], len(some.attempts))


if __name__ == "__main__":
    unittest.main()
