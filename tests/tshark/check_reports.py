"""The reports and the statistics tree of a capture agree with each other, and with its fields.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import collections
import json
import re

import jsonschema

from harness import PASSES, ROOT
from testing import CaptureTest

SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))

TREE_OF = {
    "responses_by_class": "Responses by class",
    "responses_by_code": "Responses by code",
    "responses_by_method_and_code": "Responses by method and code",
    "responses_by_host_and_code": "Responses by host and code",
    "attempts_by_cause": "Attempts by cause",
    "attempts_by_finding": "Attempts by finding",
    "attempts_by_outcome": "Attempts by outcome",
}

# The network did its part.
DELIVERED = ("answered", "answered-elsewhere", "busy", "no-answer", "declined", "cancelled")

TIMES = {
    "setup_time": "Set-up time of answered calls (ms)",
    "first_response_time": "First response of calls (ms)",
    "ring_time": "Ring time of calls (ms)",
}


# A line of a ladder with an arrow: seconds, frame, columns, and what the message is.
ARROW = re.compile(r"^ *\d+\.\d{6} +(\d+)  [|o<>-][|o<> -]*  (.*)$")

# Which hosts, where several share a column.
SHARED = re.compile(r" \([^ ()]+ > [^ ()]+\)(?=  <== |$)")


def is_copy(item):
    return "sipcodes.retransmission_of" in item or any(
        word in item["label"] for word in ("sent again by TCP", "captured twice"))


def cell(value):
    """A value of the JSON as a cell, which must not be taken for a formula."""
    text = "" if value is None else f"{value:.9f}" if isinstance(value, float) else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def cells(row):
    """An attempt of the JSON as a row of the comma-separated values."""
    why = row.get("why", {})
    values = {name: row.get(name) for name in (
        "frame", "begin", "method", "call_id", "caller", "callee")}
    values |= {name: row[name]["address"] if name in row else None
               for name in ("client", "server", "responder")}
    values |= {name: row.get(name) for name in ("outcome", "code")}
    values |= {f"why_{name}": why.get(name) for name in ("id", "severity", "title", "text")}
    values |= {name: row.get(name) for name in (
        "hint", "first_response_time", "ring_time", "setup_time", "final_frame")}
    return {name: cell(value) for name, value in values.items()}


def head_of(row):
    """The head line of the ladder of an attempt."""
    end = f"{row['outcome']} {row['code']:03}" if "code" in row else row["outcome"]
    moment = row["begin"][:19].replace("T", " ")
    return (f"Frame {row['frame']}: {row['method']} {end}, {moment} UTC, "
            f"Call-ID {row['call_id']}, filter: sipcodes.attempt.first_in == {row['frame']}")


def split_ladders(lines):
    """The head line of each ladder, and frame and label of its arrows."""
    ladders = []
    for line in lines:
        arrow = ARROW.match(line)
        if line.startswith("Frame "):
            ladders.append((line, []))
        elif arrow:
            ladders[-1][1].append(arrow.groups())
    return ladders


def described(arrow):
    """Frame and text of an arrow, without the hosts that share the last column."""
    return int(arrow[0]), SHARED.sub("", arrow[1])


def shown(message):
    """The same of a message of the JSON."""
    copies = f" x{message['sent']}" if message["sent"] > 1 else ""
    why = f"  <== {message['why']}" if "why" in message else ""
    return message["frame"], f"{message['label']}{copies}{why}"


class Reports(CaptureTest):
    def test_json_is_as_its_schema_says(self):
        self.each_reading(self.check_json_is_as_its_schema_says)

    def check_json_is_as_its_schema_says(self, reading):
        validator = jsonschema.Draft7Validator(SCHEMA)
        for line in reading.reports.json:
            validator.validate(json.loads(line))
            self.assertNotRegex(line, r"[\x00-\x1f\x7f]")

    def test_one_pass_reports_what_two_report(self):
        once, twice = (self.reading(passes).reports for passes in PASSES)
        self.assertEqual(once, twice)

    def test_summary_counts_its_attempts(self):
        self.each_reading(self.check_summary_counts_its_attempts)

    def check_summary_counts_its_attempts(self, reading):
        attempts, summary = reading.reports.attempts, reading.reports.summary
        self.assertEqual(summary["attempts"], len(attempts))
        self.assertEqual(summary["attempts_by_outcome"],
                         collections.Counter(row["outcome"] for row in attempts))
        self.assertEqual(summary["attempts_by_finding"], collections.Counter(
            finding["id"] for row in attempts for finding in row["findings"]))
        self.assertEqual(summary["attempts_by_cause"], collections.Counter(
            row["why"]["title"] for row in attempts if "why" in row))
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
        """RFC 6076 sections 4.6 and 4.7, ITU-T E.425 and E.411."""
        answered = sum(row["outcome"] == "answered" for row in calls)
        effective = answered + sum(row.get("code") in (480, 486, 600, 603) for row in calls)
        delivered = sum(row["outcome"] in DELIVERED for row in calls)
        attempted = len(calls) - sum(row.get("code", 0) // 100 == 3 for row in calls)
        for name, part, whole in (("ser", answered, attempted), ("seer", effective, attempted),
                                  ("ner", delivered, len(calls)), ("asr", answered, len(calls))):
            if whole:
                self.assertAlmostEqual(summary[name], 100 * part / whole)
            else:
                self.assertNotIn(name, summary)

    def test_tree_has_the_numbers_of_the_json(self):
        self.each_reading(self.check_tree_has_the_numbers_of_the_json)

    def check_tree_has_the_numbers_of_the_json(self, reading):
        summary = reading.reports.summary
        totals, children = reading.reports.nodes
        for name, title in TREE_OF.items():
            self.assertEqual(children[title], summary[name])
            whole = "responses" if name.startswith("responses") else "attempts"
            self.assertEqual(totals[title], summary[whole])
        for name, title in TIMES.items():
            self.assertEqual(totals.get(title, 0), summary[name]["count"])

    def test_report_has_the_numbers_of_the_json(self):
        self.each_reading(self.check_report_has_the_numbers_of_the_json)

    def check_report_has_the_numbers_of_the_json(self, reading):
        summary = reading.reports.summary
        text = "\n".join(reading.reports.report)
        attempts, calls = re.search(r"^Attempts +(\d+), calls among them: (\d+)$", text,
                                    re.MULTILINE).groups()
        self.assertEqual((int(attempts), int(calls)), (summary["attempts"], summary["calls"]))
        outcomes = text.partition("\nAttempts by outcome\n")[2].split("\n\n")[0]
        self.assertEqual({name: int(count) for count, name in
                          re.findall(r"^ +(\d+)  ([a-z-]+)$", outcomes, re.MULTILINE)},
                         summary["attempts_by_outcome"])
        causes = text.partition("\nAttempts by cause\n")[2].split("\n\n")[0]
        causes = re.findall(r"^ +(\d+)  (.+)$", causes, re.MULTILINE)
        self.assertEqual({name: int(count) for count, name in causes},
                         summary["attempts_by_cause"])
        self.assertNotRegex(text, r"[\x00-\x09\x0b-\x1f\x7f]")

    def responses(self):
        """The items of distinct responses."""
        return [item for frame in self.reading("two passes").frames for item in frame.items
                if "sipcodes.code" in item and "sipcodes.fragment" not in item
                and not is_copy(item)]

    def test_responses_are_those_of_the_fields(self):
        self.each_reading(self.check_responses_are_those_of_the_fields)

    def check_responses_are_those_of_the_fields(self, reading):
        summary = reading.reports.summary
        found = self.responses()
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
        self.each_reading(self.check_outcomes_are_those_of_the_fields)

    def check_outcomes_are_those_of_the_fields(self, reading):
        shown = {frame.number: frame["sipcodes.attempt.outcome"]
                 for frame in self.reading("two passes").frames}
        for row in reading.reports.attempts:
            self.assertIn(row["outcome"], shown[str(row.get("final_frame", row["frame"]))])

    def test_causes_are_those_of_the_fields(self):
        self.each_reading(self.check_causes_are_those_of_the_fields)

    def check_causes_are_those_of_the_fields(self, reading):
        shown = {frame.number: frame for frame in self.reading("two passes").frames}
        for row in reading.reports.attempts:
            final = shown[str(row.get("final_frame", row["frame"]))]
            self.assertIn(str(row["frame"]), final["sipcodes.attempt.first_in"])
            # Without a final response, and of a dropped call, another message may tell the cause.
            frames = [final] if "final_frame" in row and row["outcome"] != "dropped" else [
                frame for frame in shown.values()
                if str(row["frame"]) in frame["sipcodes.attempt.first_in"]
                or row["outcome"] == "dropped"]
            found = {text for frame in frames for text in frame["sipcodes.why"] or [None]}
            self.assertIn(row.get("why", {}).get("text"), found)

    def test_csv_has_the_values_of_the_json(self):
        self.each_reading(self.check_csv_has_the_values_of_the_json)

    def check_csv_has_the_values_of_the_json(self, reading):
        rows = [dict(row) for row in reading.reports.rows]
        self.assertEqual(rows, [cells(row) for row in reading.reports.attempts])
        self.assertEqual([bool(row["responder"]) for row in rows],
                         ["code" in row for row in reading.reports.attempts])

    def test_ladders_are_of_the_attempts_that_failed(self):
        self.each_reading(self.check_ladders_are_of_the_attempts_that_failed)

    def check_ladders_are_of_the_attempts_that_failed(self, reading):
        wanted = [row for row in reading.reports.attempts
                  if row["outcome"] != "answered" or "why" in row]
        self.assertEqual([row for row in reading.reports.attempts if "messages" in row], wanted)
        ladders = list(split_ladders(reading.reports.ladder))
        self.assertEqual([head for head, _ in ladders], [head_of(row) for row in wanted])
        for row, (_, arrows) in zip(wanted, ladders, strict=True):
            frames = [int(frame) for frame, _ in arrows]
            self.assertEqual(list(map(described, arrows)), list(map(shown, row["messages"])))
            self.assertIn(row["frame"], frames)
            self.assertEqual(row["retransmissions"],
                             sum(message["sent"] - 1 for message in row["messages"]))
            if "final_frame" in row:
                self.assertIn(row["final_frame"], frames)
            if "why" in row:
                self.assertIn(row["why"]["text"], [label.partition("  <== ")[2]
                                                   for _, label in arrows])
        self.assertNotRegex("\n".join(reading.reports.ladder), r"[\x00-\x09\x0b-\x1f\x7f]")
