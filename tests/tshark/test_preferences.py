"""What the user can set changes what it says it changes.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import json
import subprocess
import unittest

from harness import DROP_ROOT, environment, fields, staged, tshark

# A SUBSCRIBE that is never answered; the capture goes on for 33 seconds.
SILENT = "baresip/unanswered.pcapng"


def outcomes(*options):
    return [row for row in fields(staged(SILENT), ["frame.number", "sipcodes.attempt.outcome"], "-2",
                                  "-Y", "sip.Method == SUBSCRIBE", *options)]


class Preferences(unittest.TestCase):
    def test_silence_is_measured_with_t1(self):
        copies = [str(number) for number in range(1, 11)]
        self.assertEqual(outcomes(), [[[frame], ["unanswered"]] for frame in copies])
        self.assertEqual(outcomes("-o", "sipcodes.t1:2000"),
                         [[[frame], ["unknown"]] for frame in copies])

    def test_slow_response_has_a_threshold(self):
        slow = staged("played/reliable.pcapng")
        for limit, frames in ((2000, ["32", "50"]), (60000, ["32"])):
            found = fields(slow, ["frame.number"], "-2", "-Y",
                           'sipcodes.finding == "slow-first-response"',
                           "-o", f"sipcodes.slow_response:{limit}")
            self.assertEqual([row[0][0] for row in found], frames)

    def test_clock_skew_has_a_threshold(self):
        skewed = staged("played/dialogs.pcapng")
        for limit, frames in ((60, True), (1000000, False)):
            found = fields(skewed, ["frame.number"], "-2", "-Y", 'sipcodes.finding == "clock-skew"',
                           "-o", f"sipcodes.clock_skew:{limit}")
            self.assertEqual(bool(found), frames)

    def test_users_are_named_on_demand_only(self):
        sample = staged("sample.pcapng")
        for wanted in (False, True):
            option = ("-o", f"sipcodes.show_users:{str(wanted).upper()}")
            lines = tshark("-q", "-r", sample, *option, "-z", "sipcodes,json").splitlines()
            attempts = [json.loads(line) for line in lines[:-1]]
            self.assertEqual([("caller" in row, "callee" in row) for row in attempts],
                             [(wanted, wanted)] * len(attempts))
            report = tshark("-q", "-r", sample, *option, "-z", "sipcodes,report")
            self.assertEqual("from alice to frank" in report, wanted)


def own_hint(*cells):
    """The option that adds a row to the table of the user's hints."""
    row = ",".join(f'"{cell}"' for cell in cells)
    return "-o", f"uat:sipcodes_hints:{row}"


def hints(*options, code="503"):
    return [row[1] for row in fields(
        staged("sample.pcapng"), ["frame.number", "sipcodes.hint"], *options,
        "-Y", f"sipcodes.code == {code}")]


class OwnHints(unittest.TestCase):
    def test_the_users_hint_wins_and_says_so(self):
        own = own_hint("503", "", "", "Call the carrier", "Error")
        for options in ((), ("-2",)):
            self.assertEqual(hints(*own, *options), [["Call the carrier (custom hint)"]])

    def test_patterns_have_to_fit(self):
        plain = hints()
        for phrase, server, fits in (
                ("*UNAVAILABLE", "", True), ("service*", "kamailio*", True),
                ("", "*asterisk*", False), ("unavailable", "", False), ("Service?Unavailable", "", True)):
            with self.subTest(phrase=phrase, server=server):
                found = hints(*own_hint("503", phrase, server, "Mine", "Note"))
                self.assertEqual(found, [["Mine (custom hint)"]] if fits else plain)
        self.assertEqual(hints(*own_hint("500", "", "", "Mine", "Note")), plain)

    def test_the_expert_item_has_the_severity_of_the_row(self):
        severities = {"Chat": "2097152", "Note": "4194304", "Warning": "6291456",
                      "Error": "8388608"}
        for name, value in severities.items():
            with self.subTest(severity=name):
                found = fields(staged("sample.pcapng"), ["frame.number"],
                               *own_hint("503", "", "", "Mine", name),
                               "-Y", f"sipcodes.expert.own && _ws.expert.severity == {value}")
                self.assertEqual(len(found), 1)

    def test_bad_rows_are_refused_with_a_sentence(self):
        for cells, sentence in (
                (("99", "", "", "x", "Note"), "The code is 99; status codes of SIP are 100 to 699."),
                (("503", "", "", " ", "Note"), "The hint is empty; write what to do first.")):
            with self.subTest(cells=cells):
                done = subprocess.run(
                    ["tshark", "-r", staged("sample.pcapng"), *own_hint(*cells)],
                    env=environment(), capture_output=True, encoding="utf-8", check=False,
                    **DROP_ROOT)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(sentence, done.stderr)


if __name__ == "__main__":
    unittest.main()
