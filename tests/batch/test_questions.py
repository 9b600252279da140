"""The questions of docs/batch.md are SQL that the database answers.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import re
import sqlite3
import unittest

from stage import ROOT, SAMPLE, batch, folder

QUESTIONS = re.findall(r"^(\S[^\n]*\?)\n\n```sql\n(.*?)```", (ROOT / "docs" / "batch.md").read_text(),
                       re.DOTALL | re.MULTILINE)
# What the sample has none of.
EMPTY = {"Which findings did the end of a capture or a gap weaken?",
         "Which causes did the other side state in Reason?",
         "Which attempts may only have ended in a hole?"}
FIRST = {
    "How many attempts had each outcome?": ("answered", 9),
    "Why did calls fail?": ("No common codec", 1),
    "Which trunk has the lowest share of answered calls?": ("10.77.0.12", "10.77.0.1", 1, 0.0),
}


class Questions(unittest.TestCase):
    def test_all_have_an_answer(self):
        made = folder(self)
        (made / "ring").mkdir()
        (made / "ring" / "a.pcapng").write_bytes(SAMPLE.read_bytes())
        self.assertEqual(batch(made, made / "ring").returncode, 0)
        database = sqlite3.connect(made / "out" / "sipcodes.sqlite")
        self.addCleanup(database.close)
        self.assertEqual(len(QUESTIONS), 13)
        for question, query in QUESTIONS:
            with self.subTest(question):
                rows = database.execute(query).fetchall()
                self.assertEqual(bool(rows), question not in EMPTY, rows)
                if question in FIRST:
                    self.assertIn(FIRST[question], rows)
