"""A field repeats within a message only where docs/fields.md says so.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import functools
import re

from harness import ROOT
from testing import CaptureTest


@functools.cache
def documented():
    """The rows of the page's tables: filter, type, repeats, on, meaning."""
    page = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.strip("|").split("|")]
            for line in page.splitlines() if re.match(r"\| `sipcodes\b", line)]


class Fields(CaptureTest):
    def test_fields_repeat_only_where_the_page_says_so(self):
        self.each_reading(self.check_repeats)

    def check_repeats(self, reading):
        single = {name.strip("`") for name, _, repeats, *_ in documented() if repeats == "no"}
        self.assertTrue(single)
        several = [(frame.number, name) for frame in reading.frames for item in frame.items
                   for name in single if len(item.get(name, [])) > 1]
        self.assertEqual(several, [])
