"""Each finding of the catalog has its page and shows up on a capture.

SPDX-License-Identifier: GPL-2.0-or-later

That it has a rule is tested with the core.
"""

import functools
import re
import unittest

import findings
from harness import ROOT, all_captures, captures, catalog, staged, tshark
from test_captures import NOT_DISSECTED

PAGES = ROOT / "docs" / "findings"

HEADINGS = ["What happened", "Example", "Why", "How to fix it", "When this can be wrong"]

EXAMPLE = re.compile(r"\[`pcaps/([^`]+)`\]\(\.\./\.\./pcaps/\1\), frame (\d+)")


def known():
    return catalog()["finding"]


@functools.cache
def shown():
    """What each finding is expected to say once all is known: by id, capture and frame."""
    return {(row["sipcodes.finding"][0], capture, row["frame.number"][0]):
            row["sipcodes.finding.text"][0]
            for capture in captures() for row in findings.TABLE.expected(capture)
            if row["read in"] == ["two passes"]}


class Findings(unittest.TestCase):
    maxDiff = None

    def test_each_has_a_page_and_each_page_a_finding(self):
        pages = sorted(path.stem for path in PAGES.glob("*.md") if path.stem != "README")
        self.assertEqual(pages, sorted(row.id for row in known()))

    def test_each_is_shown_by_a_capture(self):
        self.assertEqual({row.id for row in known()} - {name for name, *_ in shown()},
                         NOT_DISSECTED)

    def test_expert_information_lists_them(self):
        listed = tshark("-r", staged("sample.pcapng"), "-q", "-z", "expert,warn")
        self.assertIn("MD5 credentials for realm", listed)

    def test_pages_have_the_same_parts(self):
        for row in known():
            with self.subTest(finding=row.id):
                page = (PAGES / f"{row.id}.md").read_text(encoding="utf-8")
                self.assertTrue(page.startswith(f"# {row.id}\n"))
                self.assertEqual(re.findall(r"^## (.*)$", page, re.MULTILINE), HEADINGS)

    def test_examples_show_what_they_are_for(self):
        for row in known():
            if row.id not in NOT_DISSECTED:
                with self.subTest(finding=row.id):
                    page = (PAGES / f"{row.id}.md").read_text(encoding="utf-8")
                    example = EXAMPLE.search(page)
                    self.assertIsNotNone(example, "no capture and frame")
                    text = shown().get((row.id, *example.groups()))
                    self.assertIn(text, " ".join(page.split()))

    def test_what_succeeds_or_goes_on_is_no_trouble(self):
        """The expert item of a provisional or successful response is a chat, whatever was found
        about it: that has an item of its own."""
        sections = re.split(r"^(\w+) \(\d+\)\n", tshark("-q", "-r", all_captures(), "-z", "expert"),
                            flags=re.MULTILINE)
        by_severity = dict(zip(sections[1::2], sections[2::2], strict=True))
        summaries = {severity: set(re.findall(r"sipcodes  ([12]\d\d [A-Z].*)", lines))
                     for severity, lines in by_severity.items()}
        self.assertGreater(len(summaries.pop("Chats")), 5)
        self.assertEqual({severity: found for severity, found in summaries.items() if found}, {})


if __name__ == "__main__":
    unittest.main()
