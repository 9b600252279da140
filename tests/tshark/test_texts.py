"""The texts that the plugin shows are the catalog's, for each response of each capture.

SPDX-License-Identifier: GPL-2.0-or-later

The catalog is printed by a program that knows no Wireshark, and what was answered is taken from
the expected rows: nothing here comes from the plugin but what is tested.
"""

import functools
import sys
import unittest

import rows
from harness import BUILD, ROOT, fields, items, packets, runs

sys.path.append(str(ROOT / "scripts" / "docs"))
import catalog  # noqa: E402

SERVER_ERRORS = ("frame.number", "sipcodes.code", "sipcodes.status", "sipcodes.hint")


@functools.cache
def statuses():
    known = catalog.read(BUILD / "scripts" / "docs" / "catalog_dump")["status"]
    return {row.code: row for row in known}


def hints(row):
    return [statuses()[code].hint for code in row["sipcodes.code"]]


class Texts(unittest.TestCase):
    maxDiff = None

    def test_server_errors_have_their_hints(self):
        for capture, path, passes, options in runs():
            with self.subTest(capture=capture, passes=passes):
                found = fields(path, SERVER_ERRORS, *options, "-Y", "sipcodes.class == 5")
                self.assertEqual(found, [
                    [row["frame.number"], row["sipcodes.code"], row["sipcodes.status"], hints(row)]
                    for row in rows.expected(capture) if "5" in row["sipcodes.class"]])

    def test_each_response_has_the_texts_of_its_code(self):
        for capture, path, passes, options in runs():
            with self.subTest(capture=capture, passes=passes):
                for packet in packets(path, *options, "-Y", "sipcodes.code", "-J", "sipcodes"):
                    for item in items(packet):
                        if "sipcodes.code" in item:
                            self.check(item)

    def check(self, item):
        row = statuses()[item["sipcodes.code"][0]]
        self.assertEqual(item["sipcodes.meaning"], [row.meaning])
        self.assertEqual(item["sipcodes.hint"], [row.hint])
        self.assertEqual(item.get("sipcodes.step", []), row.steps)
        self.assertEqual(item["sipcodes.reference"], [row.reference])
        self.assertEqual(item["sipcodes.phrase.registered"], [row.phrase])


if __name__ == "__main__":
    unittest.main()
