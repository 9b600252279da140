"""What the program that plays ladders does with files that are wrong, or not yet right.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["SIPCODES_LADDERS"]

RIGHT = """\
let BUSY = 488 | Warning: 370 b "Too small"

# A title
# of two lines
  1   0  alice > bob    INVITE : 1
  2  10  bob   > alice  $BUSY  : 1
= 2 sdp-warning-other proof
    sdp-warning-other 2: Warning 370 of b: "Too small"; it means:
        Insufficient bandwidth

# Near miss
with 2  10  bob > alice  486 : 1
= 2

  1   0  alice > bob    OPTIONS : 1
repeat 3
  $[#+1]  $[2*#+10]  bob > alice  100 of=1
done
  5  20  bob > alice  486
        | Reason: X{2 * , Y-$#}
  # a comment
= 5
"""


class Program(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "media" / "sdp-warning-other.ladder"
        self.path.parent.mkdir()

    def run_on(self, text, *options):
        """The exit status and the output for a file with this text."""
        self.path.write_text(text, encoding="utf-8")
        done = subprocess.run([PROGRAM, *options, self.path], check=False, encoding="utf-8",
                              stdout=subprocess.PIPE)
        return done.returncode, done.stdout

    def check_fails(self, text, *words):
        status, output = self.run_on(text)
        self.assertEqual(status, 1, output)
        for word in words:
            self.assertIn(word, output)

    def test_all_is_as_expected(self):
        self.assertEqual(self.run_on(RIGHT), (0, ""))

    def test_a_failure_names_the_case_and_prints_the_ladder(self):
        self.check_fails(RIGHT.replace("= 2 sdp-warning-other proof", "= 2 no-common-codec strong"),
                         f"{self.path}:7: A title of two lines\n",
                         "expected at frame 2: no-common-codec strong\n",
                         "found at frame 2: sdp-warning-other proof\n",
                         '    2  10  bob   > alice  488 | Warning: 370 b "Too small"  : 1\n'
                         "          = sdp-warning-other proof, frames 2: Warning 370 of b: "
                         "\"Too small\"; it means: Insufficient bandwidth\n")

    def test_each_kind_of_expectation_can_fail(self):
        for old, new, line in (
                ("other proof", "other strong", 7),
                ("= 2 sdp-warning-other proof", "= 2", 7),
                ("other 2: W", "other 1 2: W", 7),
                ("Insufficient bandwidth", "Sufficient bandwidth", 7),
                ("= 2\n", "= 2 sdp-warning-other proof\n", 13),
                ("= 2\n", "== 2\n", 13),
                ("INVITE : 1", "INVITE : 2", 5),
                ("486 : 1", "486 : 1 again 1", 12)):
            with self.subTest(new=new):
                self.check_fails(RIGHT.replace(old, new, 1), f"{self.path}:{line}: ")

    def test_wrong_lines(self):
        for old, new, why in (
                ("$BUSY", "$BUSSY", ":6: $BUSSY is not defined"),
                ("= 5", "= 9", "there is no such frame"),
                ("= 5", "= x", ":22: expected is = FRAME"),
                ("= 5", "=5 what proof else", ":22: expected is FINDING CONFIDENCE"),
                ("with 2", "with 7", ":12: the ladder that is varied has no such frame"),
                ("done\n", "", "the repeat has no done"),
                ("repeat 3\n  $[#+1]  $[2*#+10]  bob > alice  100 of=1\n", "", "there is no repeat to end"),
                ("486 : 1", "486 colour=1 : 1", "unknown option"),
                ("  # a comment", "  a comment", ":21: what is this line?"),
                ("  5  20", "  6  20", "wrong frame number"),
                ("= 5\n", "", ":15: Near miss: nothing is expected")):
            with self.subTest(new=new):
                self.check_fails(RIGHT.replace(old, new, 1), why)

    def test_a_file_has_its_place(self):
        self.path = self.path.with_name("sdp-warning-format.ladder")
        self.check_fails(RIGHT, "no case expects the finding")
        self.path = self.path.with_name("no-such-finding.ladder")
        self.check_fails(RIGHT, "there is no finding of this name")
        self.path = self.path.parent.parent / "auth" / "sdp-warning-other.ladder"
        self.path.parent.mkdir()
        self.check_fails(RIGHT, "belongs into the folder of its topic, media")

    def test_accepting_changes_the_expectations_alone(self):
        whole = RIGHT.replace("means:\n        Insufficient", "means: Insufficient")
        for wrong in (RIGHT, RIGHT.replace("means:\n        Insufficient bandwidth", "Any text"),
                      RIGHT.replace("other proof", "other strong").replace("other 2: ", "other 7: "),
                      RIGHT.replace("= 2\n", "= 2 sdp-warning-other proof\n    sdp-warning-other 2: x\n"),
                      RIGHT.replace("= 2 sdp-warning-other proof\n", "= 2\n", 1)
                           .replace("    sdp-warning-other 2: ", "")
                           .replace("Warning 370 of b: \"Too small\"; it means:\n", "")
                           .replace("        Insufficient bandwidth\n", "")):
            with self.subTest(wrong=wrong):
                self.assertEqual(self.run_on(wrong, "--accept"), (0, ""))
                self.assertEqual(self.path.read_text(encoding="utf-8"), whole)

    def test_what_is_not_ascii_is_accepted_as_escapes(self):
        text = RIGHT.replace('"Too small"', '"Too \\001 sm\\303\\244ll \\\\"')
        self.assertEqual(self.run_on(text, "--accept"), (0, ""))
        accepted = self.path.read_text(encoding="ascii")
        self.assertIn("\\357\\277\\275", accepted)
        self.assertIn("sm\\303\\244ll", accepted)
        self.assertEqual(self.run_on(accepted), (0, ""))

    def test_the_example_of_the_reference(self):
        self.path = self.path.with_name("no-common-codec.ladder")
        example = Path(__file__).with_name("README.md").read_text(encoding="utf-8").split("```\n")[1]
        self.assertEqual(self.run_on(example), (0, ""))

    def test_wrong_calls(self):
        for words in ((), ("--accept",), ("--what", "x"), ("--pcapng", "x")):
            with self.subTest(words=words):
                done = subprocess.run([PROGRAM, *words], check=False, stderr=subprocess.DEVNULL)
                self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
