"""Each capture gives exactly the rows that are expected of it.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import unittest

import findings
import links
import rows
import table
from harness import captures, runs


class Tables(unittest.TestCase):
    maxDiff = None

    def test_each_capture_has_its_tables_and_each_table_a_capture(self):
        for kind in (rows, links, findings):
            tables = sorted(path for path in kind.FOLDER.rglob("*") if path.is_file())
            self.assertEqual(tables, sorted(map(kind.path_of, captures())),
                             "see tests/tshark/accept")

    def test_rows_are_the_expected_ones(self):
        for capture, _, passes, options in runs():
            with self.subTest(capture=capture, passes=passes):
                self.assertEqual(table.spelled_out(rows.present(capture, *options)),
                                 table.spelled_out(rows.expected(capture)))

    def test_links_are_the_expected_ones(self):
        for capture in captures():
            with self.subTest(capture=capture):
                self.assertEqual(table.spelled_out(links.present(capture)),
                                 table.spelled_out(links.expected(capture)))

    def test_findings_are_the_expected_ones(self):
        for capture in captures():
            with self.subTest(capture=capture):
                self.assertEqual(table.spelled_out(findings.present(capture)),
                                 table.spelled_out(findings.expected(capture)))


if __name__ == "__main__":
    unittest.main()
