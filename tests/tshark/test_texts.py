"""The texts that the plugin shows are the catalog's, for each response of each capture.

SPDX-License-Identifier: GPL-2.0-or-later

The catalog is printed by a program that knows no Wireshark, what was answered is taken from the
expected rows, and which findings a message has is tested with the expected findings.
"""

import collections
import functools
import sys
import unittest

import rows
from harness import BUILD, ROOT, fields, frame_number, items, packets, runs

sys.path.append(str(ROOT / "docs" / "generate"))
import catalog  # noqa: E402

SERVER_ERRORS = ("frame.number", "sipcodes.code", "sipcodes.status", "sipcodes.hint")


@functools.cache
def known():
    return catalog.read(BUILD / "docs" / "generate" / "catalog_dump")


@functools.cache
def statuses():
    return {row.code: row for row in known()["status"]}


@functools.cache
def causes():
    """The findings whose hint takes the place of the status code's."""
    return {row.id: row for row in known()["finding"] if row.role == "cause"}


def advice(item):
    """The hints of the catalog that a message may end in: that of the first proof which explains
    it, else that of any finding which does or of its code. The order of trust between these is
    tested without Wireshark."""
    found = [(causes()[name], confidence)
             for name, confidence in zip(item.get("sipcodes.finding", []),
                                         item.get("sipcodes.finding.confidence", []))
             if name in causes()]
    for row, confidence in found:
        if confidence == "proof" and row.severity != "chat":
            return [row.hint]
    return [row.hint for row, _ in found] + [statuses()[item["sipcodes.code"][0]].hint]


def is_hint(text, item):
    """Whether TEXT is one of these, by itself or behind words that a finding quotes."""
    for hint in advice(item):
        words = text.removesuffix(hint)
        if words == "" or (words != text and words.endswith(". ") and any(
                words[:-2] in found for found in item.get("sipcodes.finding.text", []))):
            return True
    return False


def responses(path, *options):
    """Frame number and item of each response, and of each status line in a body."""
    for packet in packets(path, *options, "-Y", "sipcodes.code", "-J", "sipcodes"):
        for item in items(packet):
            if "sipcodes.code" in item:
                yield str(frame_number(packet)), item


class Texts(unittest.TestCase):
    maxDiff = None

    def test_server_errors_have_their_hints(self):
        for capture, path, passes, options in runs():
            with self.subTest(capture=capture, passes=passes):
                shown = collections.defaultdict(list)
                for frame, item in responses(path, *options):
                    shown[frame] += item["sipcodes.hint"]
                found = fields(path, SERVER_ERRORS, *options, "-Y", "sipcodes.class == 5")
                self.assertEqual(found, [
                    [row["frame.number"], row["sipcodes.code"], row["sipcodes.status"],
                     shown[row["frame.number"][0]]]
                    for row in rows.expected(capture) if "5" in row["sipcodes.class"]])

    def test_each_response_has_the_texts_of_its_code(self):
        for capture, path, passes, options in runs():
            with self.subTest(capture=capture, passes=passes):
                for _, item in responses(path, *options):
                    self.check(item)

    def check(self, item):
        row = statuses()[item["sipcodes.code"][0]]
        self.assertEqual(item["sipcodes.meaning"], [row.meaning])
        self.assertEqual(len(item["sipcodes.hint"]), 1)
        self.assertTrue(is_hint(item["sipcodes.hint"][0], item), item["sipcodes.hint"])
        self.assertEqual(item.get("sipcodes.step", []), row.steps)
        self.assertEqual(item["sipcodes.reference"], [row.reference])
        self.assertEqual(item["sipcodes.phrase.registered"], [row.phrase])


if __name__ == "__main__":
    unittest.main()
