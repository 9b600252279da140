"""Files are read together so that their borders change nothing, and what fails is said.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import itertools
import os
import re
import signal
import subprocess
import time
import unittest
from pathlib import Path

from stage import (DROP_ROOT, SAMPLE, STEP, TURNS, batch, command, cut, dense, dump, environment,
                   folder, of_units, of_whole, open_to_all, packets, query,
                   units_of_plan)

EACH_FILE = ("--length", "1", "-j", "2")


class Borders(unittest.TestCase):
    def test_files_give_what_the_whole_gives(self):
        made = folder(self)
        dense(TURNS, made / "whole.pcap", STEP)
        cut(made / "whole.pcap", 6, made / "ring")
        done = batch(made, made / "ring", *EACH_FILE)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        whole = of_whole(made, made / "whole.pcap")
        self.assertEqual(sum(whole.values()), TURNS * 16)
        self.assertEqual(of_units(made), whole)

    def test_context_is_not_shorter_than_transactions(self):
        made = folder(self)
        done = batch(made, SAMPLE, "--context", "63")
        self.assertEqual(done.returncode, 2)
        self.assertIn("at least 64 s", done.stderr)


class Repeated(unittest.TestCase):
    def setUp(self):
        self.made = folder(self)
        dense(TURNS, self.made / "whole.pcap", STEP)
        cut(self.made / "whole.pcap", 6, self.made / "ring")

    def results(self):
        """The files of the units of the plan, and what shows that they are not made anew."""
        paths = (self.made / "out" / "units" / f"{unit['id']}.jsonl.gz"
                 for unit in units_of_plan(self.made))
        return {path.name: path.stat().st_ino for path in paths if path.exists()}

    def test_only_what_changed_is_read_again(self):
        ring = sorted((self.made / "ring").iterdir())
        late = ring[-1].rename(self.made / "late.pcap")
        self.assertEqual(batch(self.made, self.made / "ring", *EACH_FILE).returncode, 0)
        before, rows = self.results(), dump(self.made)
        self.assertEqual(batch(self.made, self.made / "ring", *EACH_FILE).returncode, 0)
        self.assertEqual((self.results(), dump(self.made)), (before, rows))

        late.rename(ring[-1])
        self.assertEqual(batch(self.made, self.made / "ring", *EACH_FILE).returncode, 0)
        kept = before.items() & self.results().items()
        self.assertTrue(0 < len(kept) < len(before), kept)
        self.assertEqual(query(self.made, "SELECT count(*), total(error IS NOT NULL) FROM units"),
                         [(6, 0)])

    def test_a_killed_run_goes_on(self):
        open_to_all(self.made)
        with subprocess.Popen(command(self.made, self.made / "ring", *EACH_FILE),
                              env=environment(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              start_new_session=True, **DROP_ROOT) as running:
            until = time.monotonic() + 120
            while not self.results() and time.monotonic() < until:
                time.sleep(0.05)
            os.killpg(running.pid, signal.SIGKILL)
        first = self.results()
        self.assertTrue(0 < len(first) < 6, first)
        self.assertEqual(batch(self.made, self.made / "ring", *EACH_FILE).returncode, 0)
        self.assertLessEqual(first.items(), self.results().items())
        self.assertEqual(of_units(self.made), of_whole(self.made, self.made / "whole.pcap"))


class Damaged(unittest.TestCase):
    def setUp(self):
        self.made = folder(self)
        self.ring = self.made / "ring"
        self.ring.mkdir()

    def errors(self):
        rows = query(self.made, "SELECT path, error FROM captures WHERE error IS NOT NULL")
        return {Path(path).name: error for path, error in rows}

    def test_what_cannot_be_read_is_named_and_the_rest_is_read(self):
        data = SAMPLE.read_bytes()
        (self.ring / "whole.pcapng").write_bytes(data)
        (self.ring / "cut.pcapng").write_bytes(data[:20000])
        (self.ring / "empty.pcap").touch()
        (self.ring / "junk.pcap").write_bytes(b"no capture at all, but a line of text\n")
        done = batch(self.made, self.ring)
        self.assertEqual(done.returncode, 1, done.stderr)
        errors = self.errors()
        self.assertEqual(set(errors), {"cut.pcapng", "empty.pcap", "junk.pcap"})
        self.assertIn("cut short", errors["cut.pcapng"])
        self.assertEqual(errors["empty.pcap"], "no packets")
        self.assertIn("Attempts   16, of these 8 calls", done.stdout)
        for name in errors:
            self.assertIn(name, done.stdout)

    def test_a_capture_without_sip(self):
        packets.write(self.ring / "dns.pcap", itertools.islice(packets.dns(), 100))
        done = batch(self.made, self.ring)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertIn("Attempts   0, of these 0 calls", done.stdout)

    def test_a_unit_that_takes_too_long_is_a_row(self):
        dense(220, self.ring / "a.pcap")
        done = batch(self.made, self.ring, "--limit", "0", "--retries", "1")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"Units without a result\n-+\n.*\n.*not done after 0 s")
        self.assertEqual(batch(self.made, self.ring).returncode, 0)

    def test_numbers_are_those_of_the_report(self):
        (self.ring / "a.pcapng").write_bytes(SAMPLE.read_bytes())
        done = batch(self.made, self.ring)
        self.assertEqual(re.findall(r"[\d.]+ %", done.stdout),
                         ["25.0 %", "50.0 %", "62.5 %", "25.0 %"])
        for form, start in (("md", "# SIP report\n"), ("csv", "Report,Time,")):
            self.assertTrue(batch(self.made, "report", "--format", form).stdout.startswith(start))
