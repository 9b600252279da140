"""The texts that the plugin shows are the catalog's, for each response of a capture.

SPDX-License-Identifier: GPL-2.0-or-later

The catalog is printed by a program that knows no Wireshark. Which hint a message has, and which
findings, is compared with the tables of the capture.
"""

import functools
import re

from harness import catalog
from testing import CaptureTest


# What a copy of an earlier message says.
COPY = re.compile(r"A copy of frame \d+: see there\.")


@functools.cache
def statuses():
    return {row.code: row for row in catalog()["status"]}


@functools.cache
def causes():
    """The findings whose hint takes the place of the status code's."""
    return {row.id: row for row in catalog()["finding"] if row.role == "cause"}


def advice(item):
    """The hints of the catalog that a message may end in: those of the findings that explain it, even
    if they are on another hop, and those of its code. Which of them it is, is tested without Wireshark."""
    row = statuses()[item["sipcodes.code"][0]]
    names = item.get("sipcodes.finding", []) + item.get("sipcodes.why.id", [])
    found = [causes()[name] for name in names if name in causes()]
    return ([hint for cause in found for hint in (cause.hint, *cause.advice)] + [row.hint] +
            [hint.text for hint in row.hints])


def is_hint(text, item):
    """Whether TEXT is one of these, by itself or after words that a finding quotes. A copy that
    no finding explains refers to the first one."""
    found = [causes()[name] for name in item.get("sipcodes.finding", []) if name in causes()]
    if all(row.severity == "chat" for row in found) and COPY.fullmatch(text):
        return True
    for hint in advice(item):
        words = text.removesuffix(hint)
        if words == "" or (words != text and words.endswith(". ") and any(
                words[:-2] in found for found in
                item.get("sipcodes.finding.text", []) + item.get("sipcodes.why", []))):
            return True
    return False


class Texts(CaptureTest):
    def test_each_response_has_the_texts_of_its_code(self):
        self.each_reading(self.check_responses)

    def check_responses(self, reading):
        for frame in reading.frames:
            for item in frame.items:
                if "sipcodes.code" in item:
                    self.check(item, statuses()[item["sipcodes.code"][0]])

    def check(self, item, row):
        self.assertEqual(item["sipcodes.meaning"], [row.meaning])
        hints = item.get("sipcodes.hint", [])
        self.assertEqual(len(hints), 0 if "sipcodes.fragment" in item else 1)
        self.assertTrue(all(is_hint(hint, item) for hint in hints), hints)
        steps = [step.text for step in row.steps]
        shown = item.get("sipcodes.step", [])
        self.assertEqual(shown, [step for step in steps if step in shown])
        for step in row.steps:
            if not (step.any or step.all or step.none):
                self.assertIn(step.text, shown)
        self.assertEqual(item["sipcodes.reference"], [row.reference])
        self.assertEqual(item["sipcodes.phrase.registered"], [row.phrase])
