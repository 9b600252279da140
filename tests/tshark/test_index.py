"""pcaps/README.md has one row for each capture, and no other.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import re
import unittest

from harness import PCAPS, SUFFIXES, captures


def indexed():
    """The capture that each table row speaks of: the path in its first cell."""
    for line in (PCAPS / "README.md").read_text(encoding="utf-8").splitlines():
        cell = re.match(r"\|([^|]*)\|", line)
        path = cell and re.search(r"[\w./-]+(?:" + "|".join(map(re.escape, SUFFIXES)) + r")\b",
                                  cell[1])
        if path:
            yield path[0]


class Index(unittest.TestCase):
    maxDiff = None

    def test_each_capture_has_one_row_and_each_row_a_capture(self):
        self.assertEqual(sorted(indexed()), captures())


if __name__ == "__main__":
    unittest.main()
