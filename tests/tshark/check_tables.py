"""A capture gives exactly the tables that are expected of it.

SPDX-License-Identifier: GPL-2.0-or-later
"""

from harness import PASSES
from table import TableOfPasses, spelled_out
from tables import TABLES
from testing import CaptureTest


class Tables(CaptureTest):
    def check(self, name):
        table = TABLES[name]
        for passes in PASSES:
            with self.subTest(passes=passes):
                expected = table.expected(self.capture)
                if isinstance(table, TableOfPasses):
                    expected = [row for row in expected if row.pop("read in") == [passes]]
                self.assertEqual(spelled_out(table.present(self.capture, passes)),
                                 spelled_out(expected))

    def test_rows_are_the_expected_ones(self):
        self.check("rows")

    def test_links_are_the_expected_ones(self):
        self.check("links")

    def test_findings_are_the_expected_ones(self):
        self.check("findings")

    def test_hints_are_the_expected_ones(self):
        self.check("hints")

    def test_causes_are_the_expected_ones(self):
        self.check("causes")
