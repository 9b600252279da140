"""docs/fields.md lists the fields that the plugin has, and says of each what is so.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import re
import sys
import unittest

from harness import BUILD, ROOT, items, packets, runs, tshark

sys.path.append(str(ROOT / "docs" / "generate"))
import catalog  # noqa: E402

TYPE_NAMES = {
    "FT_BOOLEAN": "boolean",
    "FT_FRAMENUM": "framenum",
    "FT_NONE": "expert",
    "FT_RELATIVE_TIME": "relative time",
    "FT_STRING": "string",
    "FT_UINT16": "uint16",
    "FT_UINT32": "uint32",
    "FT_UINT8": "uint8",
}


def documented():
    """The rows of the page's tables: filter, type, repeats, on, meaning."""
    page = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.strip("|").split("|")]
            for line in page.splitlines() if re.match(r"\| `sipcodes\b", line)]


def registered():
    """What tshark says of itself: filter and type name."""
    for line in tshark("-G", "fields").splitlines():
        kind, _, name, *rest = line.split("\t")
        if kind == "P" and name == "sipcodes":
            yield name, "protocol"
        elif kind == "F" and name.startswith("sipcodes."):
            yield name, TYPE_NAMES.get(rest[0], rest[0])


def finding_experts():
    """The expert items of the findings, which the page has one row for."""
    for row in catalog.read(BUILD / "docs" / "generate" / "catalog_dump")["finding"]:
        yield f"sipcodes.expert.{row.id}", "expert"


class Fields(unittest.TestCase):
    maxDiff = None

    def test_page_lists_each_field_once_with_its_type(self):
        page = [(name.strip("`"), kind) for name, kind, *_ in documented()
                if name != "`sipcodes.expert.`*finding*"]
        self.assertEqual(sorted([*page, *finding_experts()]), sorted(set(registered())))

    def test_fields_repeat_only_where_the_page_says_so(self):
        single = {name.strip("`") for name, _, repeats, *_ in documented() if repeats == "no"}
        self.assertTrue(single)
        for capture, path, passes, options in runs():
            with self.subTest(capture=capture, passes=passes):
                for packet in packets(path, *options, "-Y", "sipcodes", "-J", "sipcodes"):
                    for item in items(packet):
                        several = [name for name in single if len(item.get(name, [])) > 1]
                        self.assertEqual(several, [])


if __name__ == "__main__":
    unittest.main()
