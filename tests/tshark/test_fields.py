"""docs/fields.md lists the fields that the plugin has, and says of each what is so.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import unittest

from check_fields import documented
from harness import catalog, tshark

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
    for row in catalog()["finding"]:
        yield f"sipcodes.expert.{row.id}", "expert"


class Fields(unittest.TestCase):
    maxDiff = None

    def test_page_lists_each_field_once_with_its_type(self):
        page = [(name.strip("`"), kind) for name, kind, *_ in documented()
                if name != "`sipcodes.expert.`*finding*"]
        self.assertEqual(sorted([*page, *finding_experts()]), sorted(set(registered())))


if __name__ == "__main__":
    unittest.main()
