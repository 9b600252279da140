"""Each ladder as a capture: Wireshark with the plugin finds what the core alone finds.

SPDX-License-Identifier: GPL-2.0-or-later

tests/ladders/ladders writes every case as a pcapng file whose packets carry the core's findings as
comments; that these are the expected ones is tested there. sharkd, which is Wireshark without a
window, loads one file after the other: every third of them, or with SIPCODES_ALL_LADDERS in the
environment all, which takes about a minute.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import harness

LADDERS = sorted((harness.ROOT / "tests" / "ladders").glob("*/*.ladder"))
PROGRAM = harness.BUILD / "tests" / "ladders" / "ladders"

FIELDS = ("frame.comment", "sipcodes.finding", "sipcodes.finding.confidence",
          "sipcodes.finding.evidence_in", "sipcodes.finding.text")

# Why a case cannot be a capture in which Wireshark sees what the core saw. Wireshark takes neither a
# request of another version nor one whose Request-URI has no scheme for SIP, and a ladder can say
# that a segment is shorter than its message.
LEFT_OUT = {
    "a message that Wireshark does not take for SIP": 4,
    "a segment that begins within the one before": 6,
    "a segment that was cut": 2,
}

STEP = 1 if "SIPCODES_ALL_LADDERS" in os.environ else 3

# Files that one sharkd loads: it keeps some megabytes of each.
LOADED = 50

# The first case of each of these is read by tshark, too, in two passes.
FOR_TSHARK = ("ack-missing", "gateway-timeout", "icmp-unreachable", "next-hop-unreachable",
              "no-common-codec")


def write(folder, files):
    """Writes each case of the files into the folder; returns what the program printed."""
    done = subprocess.run([PROGRAM, "--pcapng-all", folder, *files], cwd=harness.ROOT, check=True,
                          stdout=subprocess.PIPE, encoding="utf-8")
    harness.open_to_all(Path(folder))
    return done.stdout.splitlines()


def requests(files):
    """What sharkd is asked: for the columns of all frames of each file."""
    columns = {f"column{i}": f"{name}:0" for i, name in enumerate(FIELDS)}
    for number, file in enumerate(files):
        yield {"id": 2 * number, "method": "load", "params": {"file": str(file)}}
        yield {"id": 2 * number + 1, "method": "frames", "params": columns}
    yield {"id": 2 * len(files), "method": "bye"}


def rows_of(files):
    """For each file a list of its frames, each a list of columns."""
    lines = "".join(json.dumps({"jsonrpc": "2.0", **request}) + "\n" for request in requests(files))
    done = subprocess.run(["sharkd", "-"], input=lines, env=harness.environment(), check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
                          **harness.DROP_ROOT)
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    return [[frame["c"] for frame in answers[2 * number + 1]["result"]]
            for number in range(len(files))]


def is_as_commented(columns):
    """Whether the comments of a frame are its findings. All values of a column stand in one string,
    with commas between; only ids and confidences hold none themselves."""
    comment, ids, confidences, evidence, texts = columns
    pairs = zip(ids.split(","), confidences.split(","), strict=True) if ids else ()
    pattern = ",".join(rf"{one} {sure}, frames ([0-9 ]+): (.*)" for one, sure in pairs)
    found = re.fullmatch(pattern, comment, re.DOTALL)
    return (found is not None and
            ",".join(found.groups()[0::2]).replace(" ", ",") == evidence and
            ",".join(found.groups()[1::2]) == texts)


class Ladders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="sipcodes.", dir="/tmp"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.printed = write(cls.folder, LADDERS)
        cls.files = sorted(cls.folder.glob("*.pcapng"))

    def test_all_but_these_are_written(self):
        left_out = {}
        for line in self.printed:
            why = line.split("not written: ")[1]
            left_out[why] = left_out.get(why, 0) + 1
        self.assertEqual(left_out, LEFT_OUT)
        self.assertGreater(len(self.files), 1000)

    @unittest.skipUnless(shutil.which("sharkd"), "sharkd is not installed")
    def test_wireshark_finds_the_same(self):
        files = self.files[::STEP]
        shares = [files[at:at + LOADED] for at in range(0, len(files), LOADED)]
        findings = 0
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for share, captures in zip(shares, pool.map(rows_of, shares), strict=True):
                for file, frames in zip(share, captures, strict=True):
                    for number, columns in enumerate(frames, 1):
                        with self.subTest(file=file.name, frame=number):
                            self.assertTrue(is_as_commented(columns), columns)
                        findings += columns[0] != ""
        self.assertGreater(findings, len(files) // 2)

    def test_tshark_finds_the_same(self):
        for name in FOR_TSHARK:
            out = self.folder / "one.pcapng"
            ladder = next(path for path in LADDERS if path.stem == name)
            subprocess.run([harness.ROOT / "scripts" / "ladder-to-pcapng", ladder, out], check=True,
                           env={**os.environ, "SIPCODES_BUILD": str(harness.BUILD)})
            harness.open_to_all(out)
            found = harness.fields(out, FIELDS, "-2")
            with self.subTest(ladder=name):
                self.assertTrue(any(columns[1] for columns in found))
                for columns in found:
                    self.assertTrue(is_as_commented([",".join(cell) for cell in columns]), columns)

    def test_a_wrong_call(self):
        for words in ((), ("x",), ("--x", "y"), ("no/such.ladder:3", "out")):
            with self.subTest(words=words):
                done = subprocess.run([harness.ROOT / "scripts" / "ladder-to-pcapng", *words],
                                      check=False, stderr=subprocess.PIPE, encoding="utf-8")
                self.assertEqual(done.returncode, 2)
                self.assertEqual(len(done.stderr.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
