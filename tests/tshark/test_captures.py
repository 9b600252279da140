"""The captures as a whole: pcaps/README.md lists them, and what they show; each has its tables.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import re
import unittest

import findings
from harness import PCAPS, SUFFIXES, all_captures, captures, catalog, fields, named
from tables import TABLES

# What Wireshark does not dissect as SIP no capture can show.
NOT_DISSECTED = {"version-unsupported"}

# A part of a cell of *Shown by*: which case it is, the capture unless it is that of the part before,
# and frames. What stands in parentheses is for the reader.
SHOWN_BY = re.compile(r"(?:[^:`]+: )?(?:`([^`]+)`)? ?(?:[^:`]+: )?(\d+(?:(?:, | to )\d+)*)?")


def rows(first_heading):
    """The rows of the table with this heading over its first column, each as a list of cells."""
    page = (PCAPS / "README.md").read_text(encoding="utf-8")
    table = page.split(f"\n| {first_heading} |")[1].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")]
            for line in table.splitlines()[2:]]


def shown_by(cell):
    """Capture and frames of each part of a cell; of a range, the first frame and the last."""
    capture = None
    for part in re.sub(r" ?\([^)]*\)", "", cell).split("; "):
        found = SHOWN_BY.fullmatch(part)
        if not found or not (found[1] or capture):
            raise ValueError(f"no capture and frames: {part}")
        if found[1]:
            [capture] = named([found[1]])
        yield capture, re.findall(r"\d+", found[2] or "")


def shown():
    """The findings that each capture is expected to have in the end, by its frames: those that a
    frame has, and those that it proves."""
    found = {capture: {} for capture in captures()}
    for capture, frames in found.items():
        for row in findings.TABLE.expected(capture):
            if row["read in"] == ["two passes"]:
                for frame in row["frame.number"] + row["sipcodes.finding.evidence_in"]:
                    frames.setdefault(frame, set()).update(row["sipcodes.finding"])
    return found


class Captures(unittest.TestCase):
    maxDiff = None

    def test_each_has_one_row_and_each_row_a_capture(self):
        listed = [cells[0].strip("`") for cells in rows("File")]
        self.assertEqual(sorted(listed), captures())

    def test_each_has_its_tables_and_each_table_a_capture(self):
        for name, kind in TABLES.items():
            with self.subTest(table=name):
                tables = sorted(path for path in kind.folder.rglob("*") if path.is_file())
                self.assertEqual(tables, sorted(map(kind.path_of, captures())),
                                 "see tests/tshark/accept")

    def test_each_finding_has_a_row(self):
        listed = [name for names, *_ in rows("Finding") for name in names.split(", ")]
        self.assertEqual(sorted(listed), sorted(row.id for row in catalog()["finding"]))

    def test_frames_show_the_findings_of_their_row(self):
        known = shown()
        for names, where, _ in rows("Finding"):
            with self.subTest(finding=names):
                wanted = set(names.split(", "))
                if wanted <= NOT_DISSECTED:
                    self.assertTrue(where.startswith("none: "))
                    continue
                seen = set()
                for capture, frames in shown_by(where):
                    here = known[capture]
                    self.assertEqual([frame for frame in frames
                                      if not here.get(frame, set()) & wanted], [], capture)
                    seen.update(*(here[frame] & wanted for frame in frames or here))
                self.assertEqual(seen, wanted)

    def test_quotes_are_among_them(self):
        self.assertTrue(fields(all_captures(), ["frame.number"],
                               "-Y", "sip && (icmp || icmpv6)"))


if __name__ == "__main__":
    unittest.main()
