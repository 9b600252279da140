"""Whatever way tshark prints them, the values are the same.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import collections
import json
import re
import unittest

import hints
import links
import rows
from harness import PASSES, all_captures, fields, frame_number, items, packets, staged, tshark, values
from reading import read

CAPTURE = "sipp/reasons.pcapng"

# The headings of tshark's expert summary, by the class of the response. A challenge would be a
# note, but there is none in this capture.
HEADING_OF_CLASS = {"1": "Chats", "2": "Chats", "3": "Notes", "4": "Warns", "5": "Errors",
                    "6": "Errors"}


HEADING_OF_SEVERITY = {"error": "Errors", "warn": "Warns", "note": "Notes", "chat": "Chats"}


def flat(layer):
    """The fields of a JSON layer and of what is nested in it: pairs of name and text."""
    for name, value in layer.items():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield from flat(part)
            else:
                yield name, str(part)


def gathered(pairs):
    """Those fields that the table of expected rows has, each with its values."""
    found = collections.defaultdict(list)
    for name, value in pairs:
        if name in rows.FIELDS and name.startswith("sipcodes."):
            found[name] += values(name, value) or [""]
    return dict(found)


class Formats(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.path = staged(CAPTURE)
        whole = {row["frame.number"][0]: row for row in rows.TABLE.expected(CAPTURE)}
        self.expected = {frame: gathered((name, value) for name, found in row.items()
                                         for value in found)
                         for frame, row in whole.items()}
        self.assertTrue(self.expected)

    def check(self, found):
        """Some formats print an empty phrase as such, others leave it out."""
        found = {frame: {name: value for name, value in row.items() if value != [""]}
                 for frame, row in found.items()}
        self.assertEqual(found, self.expected)

    def test_fields(self):
        """All captures; PDML is what the tables of each are compared with."""
        names = [*dict.fromkeys([*rows.FIELDS, *links.FIELDS, *hints.FIELDS])]
        found = fields(all_captures(), names, "-2", "-Y", "sipcodes")
        self.assertEqual(found, [[frame[name] for name in names] for frame in
                                 read(all_captures(), "-2", condition="sipcodes").frames])

    def test_pdml(self):
        for passes, options in PASSES.items():
            with self.subTest(passes=passes):
                self.check({str(frame_number(packet)): gathered(
                    (name, value) for item in items(packet) for name, found in item.items()
                    for value in found)
                    for packet in packets(self.path, *options, "-Y", rows.FILTER)})

    def test_json(self):
        for passes, options in PASSES.items():
            with self.subTest(passes=passes):
                frames = json.loads(tshark("-r", self.path, *options, "-Y", rows.FILTER,
                                           "-T", "json", "--no-duplicate-keys"))
                self.check({frame["_source"]["layers"]["frame"]["frame.number"]:
                            gathered(flat(frame["_source"]["layers"]["sipcodes"]))
                            for frame in frames})

    def test_ek(self):
        for passes, options in PASSES.items():
            with self.subTest(passes=passes):
                lines = tshark("-r", self.path, *options, "-Y", rows.FILTER, "-T", "ek").splitlines()
                layers = [json.loads(line)["layers"] for line in lines if '"layers"' in line]
                self.check({layer["frame"]["frame_frame_number"]: self.from_ek(layer["sipcodes"])
                            for layer in layers})

    def from_ek(self, layer):
        """Elasticsearch knows no dots: sipcodes.cause.value is sipcodes_sipcodes_cause_value."""
        names = {"sipcodes_" + name.replace(".", "_"): name for name in rows.FIELDS}
        return gathered((names[key], value) for key, value in flat(layer) if key in names)

    def test_custom_columns(self):
        names = ["sipcodes.code", "sipcodes.class.name", "sipcodes.cause.name"]
        layout = ",".join(f'"{name}","%Cus:{name}:0:R"' for name in names)
        for passes, options in PASSES.items():
            with self.subTest(passes=passes):
                printed = tshark("-r", self.path, *options, "-Y", rows.FILTER, "-T", "tabs",
                                 "-o", f'gui.column.format:"No.","%m",{layout}')
                self.assertEqual(
                    [[cell.strip() for cell in line.split("\t")] for line in printed.splitlines()],
                    [[frame, *(",".join(row.get(name, [])) for name in names)]
                     for frame, row in self.expected.items()])

    def test_filters(self):
        for passes, options in PASSES.items():
            for frame, row in self.expected.items():
                code = row["sipcodes.code"][0]
                with self.subTest(passes=passes, code=code):
                    printed = tshark("-r", self.path, *options, "-Y", f"sipcodes.code == {code}",
                                     "-T", "fields", "-e", "frame.number").split()
                    self.assertIn(frame, printed)
                    self.assertEqual({self.expected[hit]["sipcodes.code"][0] for hit in printed},
                                     {code})

    def test_severity_column_without_a_tree(self):
        """A wrong password is no first challenge, which takes more than the status code to tell.

        In a second pass without a tree, Wireshark shows the severity of the item that came last.
        """
        path = staged("baresip/wrong-password.pcapng")
        names = {0x400000: "Note", 0x600000: "Warning"}
        highest = [names.get(max((int(value) for value in found), default=0), "")
                   for _, found in fields(path, ["frame.number", "_ws.expert.severity"])]
        self.assertIn("Warning", highest)
        printed = tshark("-r", path, "-o", 'gui.column.format:"S","%a"')
        self.assertEqual([line.strip() for line in printed.splitlines()], highest)

    def test_expert_summary_without_a_tree(self):
        unregistered = collections.Counter(Notes=sum(row["sipcodes.registered"] == ["0"]
                                                     for row in self.expected.values()))
        for passes, options in PASSES.items():
            with self.subTest(passes=passes):
                found = summary(tshark("-q", "-z", "expert", "-r", self.path, *options))
                self.assertEqual(found, self.responses(options) + unregistered +
                                 self.findings(options))

    def responses(self, options):
        """Under which heading the responses are, and how many: that of the cause, if there is one."""
        asked = ["sipcodes.class", "sipcodes.why.severity"]
        return collections.Counter(
            HEADING_OF_SEVERITY[severity[0]] if severity else HEADING_OF_CLASS[value[0]]
            for value, severity in fields(self.path, asked, *options, "-Y", "sipcodes.class"))

    def findings(self, options):
        """Under which heading the findings stand, and how many there are."""
        return collections.Counter(
            HEADING_OF_SEVERITY[severity]
            for packet in packets(self.path, *options, "-Y", "sipcodes.finding", "-J", "sipcodes")
            for item in items(packet) for severity in item.get("sipcodes.finding.severity", []))


def summary(printed):
    """How many of the plugin's expert items stand under each heading."""
    counts = collections.Counter()
    heading = None
    for line in printed.splitlines():
        if match := re.match(r"(\w+) \(\d+\)", line):
            heading = match[1]
        elif match := re.match(r"\s*(\d+)\s+Response\s+sipcodes\s", line):
            counts[heading] += int(match[1])
    return counts


if __name__ == "__main__":
    unittest.main()
