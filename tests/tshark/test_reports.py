"""Statistics, report and JSON agree with each other, and with the fields of each capture.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import collections
import functools
import json
import re
import unittest

import jsonschema

from harness import ROOT, captures, fields, items, packets, runs, staged, tshark

SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))

# A line of a statistics tree: indented name, count, other columns.
NODE = re.compile(r"^( ?)(\S.*?) {2,}(\d+)(?: {2,}|$)")

TREE_OF = {
    "responses_by_class": "Responses by class",
    "responses_by_code": "Responses by code",
    "responses_by_method_and_code": "Responses by method and code",
    "responses_by_host_and_code": "Responses by host and code",
    "attempts_by_finding": "Attempts by finding",
    "attempts_by_outcome": "Attempts by outcome",
}

TIMES = {
    "setup_time": "Set-up time of answered calls (ms)",
    "first_response_time": "First response of calls (ms)",
    "ring_time": "Ring time of calls (ms)",
}


@functools.cache
def printed(path, *options, condition=""):
    """Report, statistics tree and JSON of one run, each as a list of lines."""
    whats = (f"sipcodes,{what}{condition}" for what in ("json", "report", "tree"))
    output = tshark("-q", "-r", path, *options, *(word for what in whats for word in ("-z", what)))
    found = {"json": [], "report": [], "tree": []}
    what = None
    for line in output.splitlines():
        if line == "SIP report":
            what = "report"
        elif line.startswith("=" * 20):
            what = "tree"
        found["json" if line.startswith("{") else what or "report"].append(line)
    return found


def objects(path, *options, condition=""):
    """The attempts, and the summary behind them."""
    *attempts, summary = map(json.loads, printed(path, *options, condition=condition)["json"])
    return attempts, summary


def tree(path, *options, condition=""):
    """The nodes of the statistics tree: title to count, and title to children's counts."""
    totals, children, title = {}, {}, None
    for line in printed(path, *options, condition=condition)["tree"]:
        node = NODE.match(line)
        if node and node[1]:
            children[title][node[2]] = int(node[3])
        elif node and not line.startswith("Topic"):
            title = node[2]
            totals[title], children[title] = int(node[3]), {}
    return totals, children


def is_copy(item):
    return "sipcodes.retransmission_of" in item or any(
        word in item["label"] for word in ("sent again by TCP", "captured twice"))


@functools.cache
def responses(path):
    """The items of distinct responses, as the window shows them."""
    return [item for packet in packets(path, "-2", "-Y", "sipcodes.code", "-J", "sipcodes")
            for item in items(packet)
            if "sipcodes.code" in item and "sipcodes.fragment" not in item and not is_copy(item)]


class Reports(unittest.TestCase):
    maxDiff = None

    def each(self, check):
        for capture, path, passes, options in runs():
            with self.subTest(capture=capture, passes=passes):
                check(path, options)

    def test_json_is_as_its_schema_says(self):
        self.each(self.check_json_is_as_its_schema_says)

    def check_json_is_as_its_schema_says(self, path, options):
        validator = jsonschema.Draft7Validator(SCHEMA)
        for line in printed(path, *options)["json"]:
            validator.validate(json.loads(line))
            self.assertNotRegex(line, r"[\x00-\x1f\x7f]")

    def test_one_pass_reports_what_two_report(self):
        for capture in captures():
            with self.subTest(capture=capture):
                self.assertEqual(printed(staged(capture)), printed(staged(capture), "-2"))

    def test_summary_counts_its_attempts(self):
        self.each(self.check_summary_counts_its_attempts)

    def check_summary_counts_its_attempts(self, path, options):
        attempts, summary = objects(path, *options)
        self.assertEqual(summary["attempts"], len(attempts))
        self.assertEqual(summary["attempts_by_outcome"],
                         collections.Counter(row["outcome"] for row in attempts))
        self.assertEqual(summary["attempts_by_finding"], collections.Counter(
            finding["id"] for row in attempts for finding in row["findings"]))
        calls = [row for row in attempts
                 if row["method"] == "INVITE" and not row["in_dialog"]]
        self.assertEqual(summary["calls"], len(calls))
        for name in TIMES:
            found = [row[name] for row in calls if name in row]
            self.assertEqual(summary[name]["count"], len(found))
            if found:
                self.assertEqual((summary[name]["min"], summary[name]["max"]),
                                 (min(found), max(found)))
        self.check_ratios(summary, calls)

    def check_ratios(self, summary, calls):
        """RFC 6076 sections 4.6 and 4.7, ITU-T E.411."""
        answered = sum(row["outcome"] == "answered" for row in calls)
        effective = answered + sum(row.get("code") in (480, 486, 600, 603) for row in calls)
        attempted = len(calls) - sum(row.get("code", 0) // 100 == 3 for row in calls)
        for name, part, whole in (("ser", answered, attempted), ("seer", effective, attempted),
                                  ("asr", answered, len(calls))):
            if whole:
                self.assertAlmostEqual(summary[name], 100 * part / whole)
            else:
                self.assertNotIn(name, summary)

    def test_tree_has_the_numbers_of_the_json(self):
        self.each(self.check_tree_has_the_numbers_of_the_json)

    def check_tree_has_the_numbers_of_the_json(self, path, options):
        _, summary = objects(path, *options)
        totals, children = tree(path, *options)
        for name, title in TREE_OF.items():
            self.assertEqual(children[title], summary[name])
            whole = "responses" if name.startswith("responses") else "attempts"
            self.assertEqual(totals[title], summary[whole])
        for name, title in TIMES.items():
            self.assertEqual(totals.get(title, 0), summary[name]["count"])

    def test_report_has_the_numbers_of_the_json(self):
        self.each(self.check_report_has_the_numbers_of_the_json)

    def check_report_has_the_numbers_of_the_json(self, path, options):
        _, summary = objects(path, *options)
        text = "\n".join(printed(path, *options)["report"])
        attempts, calls = re.search(r"^Attempts +(\d+), of these (\d+) calls$", text,
                                    re.MULTILINE).groups()
        self.assertEqual((int(attempts), int(calls)), (summary["attempts"], summary["calls"]))
        outcomes = text.split("Outcomes of all attempts")[1].split("\n\n")[0]
        self.assertEqual({name: int(count) for count, name in
                          re.findall(r"^ +(\d+)  ([a-z-]+)$", outcomes, re.MULTILINE)},
                         summary["attempts_by_outcome"])
        self.assertNotRegex(text, r"[\x00-\x09\x0b-\x1f\x7f]")

    def test_responses_are_those_of_the_fields(self):
        self.each(self.check_responses_are_those_of_the_fields)

    def check_responses_are_those_of_the_fields(self, path, options):
        _, summary = objects(path, *options)
        found = responses(path)
        self.assertEqual(summary["responses"], len(found))
        counted = collections.Counter()
        for text, count in summary["responses_by_code"].items():
            counted[int(text.split(" ")[0])] += count
        self.assertEqual(counted,
                         collections.Counter(int(item["sipcodes.code"][0]) for item in found))
        # Of a request that was not captured, or that contradicts itself, only the response is left.
        if all("sipcodes.request_in" in item and
               "cseq-method-mismatch" not in item.get("sipcodes.finding", []) for item in found):
            self.assertEqual(summary["responses_by_method_and_code"], collections.Counter(
                f"{item['sipcodes.method'][0]} {int(item['sipcodes.code'][0]):03}"
                for item in found))

    def test_outcomes_are_those_of_the_fields(self):
        self.each(self.check_outcomes_are_those_of_the_fields)

    def check_outcomes_are_those_of_the_fields(self, path, options):
        shown = collections.defaultdict(set)
        for frame, *outcomes in fields(path, ("frame.number", "sipcodes.attempt.outcome"),
                                       "-2", "-Y", "sipcodes.attempt.outcome"):
            shown[int(frame[0])].update(outcomes[0])
        for row in objects(path, *options)[0]:
            self.assertIn(row["outcome"], shown[row.get("final_frame", row["frame"])])

    def test_filter_selects_attempts_by_their_messages(self):
        path = staged("sample.pcapng")
        every, _ = objects(path)
        for options in ((), ("-2",)):
            some, summary = objects(path, *options, condition=",sipcodes.code == 503")
            self.assertEqual(some, [row for row in every if row.get("code") == 503])
            self.assertEqual(summary["responses_by_code"], {"503 Service Unavailable": 1})
            self.assertEqual(summary["responses"], 1)
            totals, _ = tree(path, *options, condition=",sipcodes.code == 503")
            self.assertEqual(totals["Attempts by outcome"], len(some))


if __name__ == "__main__":
    unittest.main()
