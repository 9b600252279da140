"""Examples of the page that span many files, and messages that the snapshot length cut.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import json
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from reading_page import page_of
from stage import PCAPS, SAMPLE, batch, cut, folder, open_to_all, query, run, shell, sys

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "batch"))
from sipcodes_batch.page import commands  # noqa: E402

HOSTILE = ("a,b.pcap", "a b.pcap", "{x}..'.pcap", "$(x)`\\.pcap", "-v.pcap", "~.pcap", "\udcff,\n.pcap")


class ManyFiles(unittest.TestCase):
    def test_they_are_merged_by_one_command(self):
        made = folder(self)
        shutil.copy(SAMPLE, made / "whole.pcapng")
        cut(made / "whole.pcapng", 114, made / "ring")
        self.assertEqual(batch(made, made / "ring").returncode, 0)
        page = page_of(made)
        merged = [line for line in page.term("Merge first") if line.count(",") > 8]
        self.assertTrue(merged)
        for line in merged:
            at = page.terms.index(("Merge first", line))
            ladder = next(text for name, text in page.terms[at:] if name == "Ladder")
            done = shell(made, f"{line} && {ladder}")
            self.assertIn("1 of 1 attempts", done.stdout, done.stderr)
        self.assertNotIn("merge them with mergecap", (made / "out" / "report.html").read_text())

    def test_names_are_those_of_the_files(self):
        """In their order, with whatever is in them."""
        files = [f"/ring/{name}" for name in HOSTILE] + ["/other/one.pcap"] + ["/ring/a/1,2", "/ring/a/3"]
        (_, line), *_ = commands.opening(files, False, 1)
        self.assertEqual(line[:36], "mergecap -a -w attempt.pcapng /ring/")
        for program in filter(shutil.which, ("bash", "zsh")):
            done = subprocess.run([program, "-c", "printf '%s\\0' " + line.split(" ", 4)[4]],
                                  capture_output=True, check=True)
            self.assertEqual(done.stdout.decode(errors="surrogateescape").split("\0")[:-1], files)

    def test_more_than_the_page_has_room_for(self):
        files = [f"/ring/{at}" for at in range(commands.FILES + 1)]
        self.assertEqual(len(list(commands.opening(files[1:], False, 1))), 4)
        self.assertEqual(list(commands.opening(files, False, 1)), [])


class CutShort(unittest.TestCase):
    def test_it_is_said(self):
        made = folder(self)
        for number, name in enumerate(("kamailio/snaplen.pcapng", "sample.pcapng")):
            (made / "rings" / str(number)).mkdir(parents=True)
            shutil.copy(PCAPS / name, made / "rings" / str(number) / "a.pcapng")
        open_to_all(made)
        said = run("tshark", "-q", "-r", made / "rings" / "0" / "a.pcapng", "-z", "sipcodes,json")
        messages = json.loads(said.strip().split("\n")[-1])["cut_short"]
        self.assertGreater(messages, 0)
        done = batch(made, made / "rings")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(query(made, "SELECT cut_short FROM units ORDER BY point"), [(messages,), (0,)])
        words = (f"up to {messages} SIP messages in 1 of 2 units: causes may be missing; capture whole "
                 "packets (-s 0), and all of a connection")
        self.assertEqual(re.findall(r"^Cut short +(.*)$", done.stdout, re.MULTILINE), [words])
        page = page_of(made)
        self.assertEqual(page.tables["Messages cut short"], [
            ["Capture point", "Units with such messages", "Units", "Messages, at most"],
            [str(made / "rings" / "0"), "1", "1", str(messages)]])
        self.assertIn("Incomplete: 1 units with messages that are cut short",
                      (made / "out" / "report.html").read_text())


if __name__ == "__main__":
    unittest.main()
