"""What was found in captures that are deleted since.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import shutil
import unittest
from collections import Counter

from stage import STEP, TURNS, batch, cut, dense, dump, query
from test_files import Captures


class Rings(Captures):
    """Old files are deleted between the runs, as dumpcap and tcpdump do."""

    FACTS = ("begin", "method", "call_id", "outcome", "code", "why", "title")

    def facts(self):
        return Counter(query(self.made, f"SELECT {', '.join(self.FACTS)} FROM attempts"))

    def facts_of_whole(self, *paths):
        """The same, of a run whose captures all are there."""
        shutil.rmtree(self.made / "out")
        self.batch(*paths)
        return self.facts()

    def test_results_outlive_their_captures(self):
        """Of five files at most three are there, and each run is made after one is closed."""
        dense(TURNS, self.made / "whole.pcap", STEP)
        cut(self.made / "whole.pcap", 5, self.made / "files")
        kept = []
        for path in sorted((self.made / "files").iterdir()):
            kept.append(path.rename(self.ring / path.name))
            if len(kept) > 3:
                kept.pop(0).unlink()
            self.batch(self.ring, "--length", "1", "--context", "64")
        self.assertEqual(query(self.made, "SELECT gone, error, count(*) FROM captures GROUP BY 1, 2"),
                         [(0, None, 3), (1, None, 2)])
        found, before = self.facts(), dump(self.made)
        self.batch(self.ring, "--length", "1", "--context", "64")
        self.assertEqual(dump(self.made), before)
        self.assertEqual(found, self.facts_of_whole(self.made / "whole.pcap"))

    def test_a_name_that_is_used_again(self):
        path = self.sample(self.ring / "a.pcap0")
        self.batch(self.ring)
        self.sample(path, 1000)
        self.batch(self.ring)
        self.assertEqual(self.names("SELECT path, gone FROM captures ORDER BY begin"),
                         [("a.pcap0", 1), ("a.pcap0", 0)])
        found = self.facts()
        self.assertEqual(found.total(), 32)
        first = self.sample(self.made / "first.pcap")
        self.assertEqual(found, self.facts_of_whole(first, path, "--point", "one"))

    def test_an_open_unit_whose_start_is_deleted(self):
        """What it found stays, and what it had not seen is the next unit's, also if a file grew."""
        first = self.sample(self.ring / "a.pcap", frames="1-50")
        grows = self.sample(self.ring / "b.pcap", frames="51-70")
        self.batch(self.ring)
        ((border,),) = query(self.made, "SELECT max(begin) FROM captures")
        expected = Counter({row: times for row, times in self.facts().items() if row[0] < border})
        first.unlink()
        self.sample(grows, frames="51-114")
        self.batch(self.ring)
        found = self.facts()
        self.assertEqual(self.names("SELECT path, gone FROM captures ORDER BY begin"),
                         [("a.pcap", 1), ("b.pcap", 0)])
        self.assertEqual(found, expected + self.facts_of_whole(grows))

    def test_what_was_deleted_before_it_was_read_is_named(self):
        path = self.sample(self.ring / "a.pcap")
        self.sample(self.ring / "b.pcap", 1000)
        self.batch("plan", self.ring)
        path.unlink()
        self.batch(self.ring)
        self.assertEqual(self.names("SELECT path, error FROM captures ORDER BY begin"),
                         [("a.pcap", "deleted before it was read"), ("b.pcap", None)])

    def test_what_results_were_made_with_cannot_change_then(self):
        path = self.sample(self.ring / "a.pcap")
        self.sample(self.ring / "b.pcap", 1000)
        self.batch(self.ring)
        path.unlink()
        done = batch(self.made, self.ring, "--filter", "sip")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("must stay as they were", done.stderr)


if __name__ == "__main__":
    unittest.main()
