"""Each capture gives exactly the rows that are expected of it.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import unittest

import rows
from harness import captures, runs


class Rows(unittest.TestCase):
    maxDiff = None

    def test_each_capture_has_a_table_and_each_table_a_capture(self):
        tables = sorted(path for path in rows.FOLDER.rglob("*") if path.is_file())
        self.assertEqual(tables, sorted(map(rows.path_of, captures())),
                         "see tests/tshark/accept")

    def test_rows_are_the_expected_ones(self):
        for capture, _, passes, options in runs():
            with self.subTest(capture=capture, passes=passes):
                self.assertEqual(rows.spelled_out(rows.present(capture, *options)),
                                 rows.spelled_out(rows.expected(capture)))


if __name__ == "__main__":
    unittest.main()
