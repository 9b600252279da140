"""The page has the numbers of the database and of tshark, and its size has a bound.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import csv
import json
import re
import shutil
import sqlite3
import sys
import unittest

from reading_page import Page, page_of
from stage import PCAPS, ROOT, SAMPLE, batch, cut, folder, run, shell

sys.path.insert(0, str(ROOT / "batch"))
from sipcodes_batch import database, report  # noqa: E402
from sipcodes_batch.page import causes, chart, examples, ladder  # noqa: E402


QUERIES = (
    ("Attempts by responding host", (0, 1, 2, 4),
     """SELECT coalesce(responder, server), count(*), sum(outcome IN ('refused', 'failed', 'dropped',
          'unanswered', 'challenged', 'redirected') AND coalesce(why, '') <> 'redirect-followed'),
          sum(code IS NULL) FROM attempts GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1"""),
    ("Attempts with messages that were sent again", (0, 4),
     """SELECT client || ' > ' || server, sum(retransmissions) AS n FROM attempts
        GROUP BY 1 HAVING n > 0 ORDER BY 2 DESC, 1"""),
    ("Registrations by server", (0, 1, 2, 4),
     """SELECT server, count(*), sum(outcome = 'answered'), count(DISTINCT client)
        FROM attempts WHERE method = 'REGISTER' GROUP BY 1"""))


def numbers(rows, *columns):
    """These columns of the rows of a table, as numbers where they are."""
    return [tuple(int(row[at].replace(",", "")) if re.fullmatch(r"[\d,]+", row[at]) else row[at]
                  for at in columns) for row in rows[1:]]


class Numbers(unittest.TestCase):
    """Each capture is a capture point of its own."""

    maxDiff = None
    CAPTURES = ("kamailio/auth.pcapng", "kamailio/ipv6.pcapng", "kamailio/serial-fork.pcapng", "kamailio/tcp.pcapng",
                "played/missing-steps.pcapng", "sipp/redirections.pcapng")

    @classmethod
    def setUpClass(cls):
        cls.made = folder(cls)
        for capture in cls.CAPTURES:
            ring = cls.made / capture.replace("/", "-").removesuffix(".pcapng")
            ring.mkdir()
            shutil.copy(PCAPS / capture, ring / "a.pcapng")
        cls.rings = sorted(path for path in cls.made.iterdir() if path.name != "program")
        cls.done = batch(cls.made, *cls.rings)
        cls.page = page_of(cls.made)

    def test_they_are_those_of_tshark(self):
        self.assertEqual((self.done.returncode, self.done.stderr), (0, ""))
        rows, sections, attempts, calls = [], [0] * 4, 0, 0
        for ring in self.rings:
            said = run("tshark", "-q", "-r", ring / "a.pcapng", "-z", "sipcodes,json", "-z",
                       "sipcodes,report")
            summary = next(row for row in map(json.loads, re.findall("^{.*$", said, re.M))
                           if row["type"] == "summary")
            attempts, calls = attempts + summary["attempts"], calls + summary["calls"]
            if summary["calls"]:
                rows.append([str(ring), str(summary["calls"]), *(
                    f"{summary[name]:.1f} %" if name in summary else "–"
                    for name in ("ser", "seer", "ner", "asr"))])
            sections = [one + more for one, more in zip(sections, self.counted(said))]
        self.assertEqual(self.page.term("Attempts"), [f"{attempts}, of these {calls} calls"])
        self.assertEqual(sorted(self.page.tables["Ratios by capture point"][1:]), rows)
        failed = numbers(self.page.tables["Attempts by cause"], 2, 3, 4, 5)
        self.assertEqual([sum(column) for column in zip(*failed)], sections)
        self.assertTrue(all(sections[:3]), sections)

    def counted(self, said):
        """How many attempts each section of the text report has."""
        parts = dict(re.findall(r"^(\S[^\n]*)\n-+\n(.*?)(?=^\S|\Z)", said, re.M | re.S))
        return [sum(map(int, re.findall(r"^ {4,7}(\d+)  ", parts.get(title, ""), re.M)))
                for title in ("What failed", "Calls not answered", "Answered, with a fault",
                              "Still open at the end of the capture")]

    def test_they_are_those_of_the_other_formats(self):
        base = sqlite3.connect(self.made / "out" / "sipcodes.sqlite")
        self.addCleanup(base.close)
        tables = {}
        for line in csv.reader(batch(self.made, "report", "--format", "csv").stdout.splitlines()):
            tables.setdefault(line[0], []).append(line[1:])
        self.assertEqual(numbers(self.page.tables["Calls by trunk"], 0, 1, 2),
                         [(f"{client} > {server}", int(calls), int(answered))
                          for calls, client, server, answered in tables["Calls by trunk"][1:]])
        self.assertEqual([(row[4], row[5]) for row in self.page.tables["First responses after 0.5 s "
                                                                       "or more"]][1:],
                         [(row[3], row[4]) for row in tables["Slowest first responses"][1:]])
        for caption, columns, query in QUERIES:
            with self.subTest(caption):
                self.assertEqual(numbers(self.page.tables[caption], *columns),
                                 base.execute(query).fetchall())
        buckets = next(rows for title, rows in self.page.tables.items() if title.startswith("Each "))
        self.assertEqual(sum(row[0] for row in numbers(buckets, 1)),
                         base.execute("SELECT count(*) FROM attempts").fetchone()[0])

    def test_examples_are_of_their_cause(self):
        """Also where a segment of TCP begins several attempts."""
        ended, checked = None, 0
        for name, text in self.page.terms:
            if name == "Ended as":
                ended = text
            elif name == "h3":
                method, outcome, code = re.match(r"Example \d: (\S+) ([a-z-]+)( \d+)?, ", text).groups()
                self.assertIn(f"{method}{code or ''} {outcome} (", ended)
                checked += 1
        self.assertEqual(checked, len(self.page.ladders))

    def test_examples_are_what_tshark_shows(self):
        self.assertEqual(len(self.page.ladders), len(self.page.term("Ladder")))
        arrow = re.compile(r"^ +\d+\.\d{6} +(\d+)  [|o<> -]+  (\w.*?)(?:  <== .*)?$", re.M)
        for at in range(0, len(self.page.ladders), 7):
            done = shell(self.made, self.page.term("Ladder")[at])
            self.assertEqual(done.stderr, "")
            # One for each attempt that begins in the frame.
            printed = [arrow.findall(part) for part in done.stdout.split("\nFrame ")[1:]]
            self.assertTrue(all(printed))
            self.assertIn(arrow.findall(self.page.ladders[at]), printed)

    def test_an_attempt_in_two_files_is_merged(self):
        made = folder(self)
        shutil.copy(SAMPLE, made / "whole.pcapng")
        cut(made / "whole.pcapng", 2, made / "ring")
        self.assertEqual(batch(made, made / "ring").returncode, 0)
        page = page_of(made)
        merge, = set(page.term("Merge first"))
        first, second = sorted((made / "ring").iterdir())
        self.assertEqual(merge, f"mergecap -a -w attempt.pcapng {first.parent}/{{{first.name},{second.name}}}")
        command = next(line for line in page.term("Ladder") if "attempt.pcapng" in line)
        done = shell(made, f"{merge} && {command}")
        self.assertIn("1 of 1 attempts", done.stdout, done.stderr)
        ladder = next(text for text in page.ladders if f"in {second}:" in text)
        self.assertRegex(ladder, rf"\n +in {second}:\n +[\d.]+ +1  ")


class Bounds(unittest.TestCase):
    def test_a_long_list_says_what_it_leaves_out(self):
        made = folder(self)
        (made / "out").mkdir()
        base = database.create(made / "out")
        with base:
            base.execute("INSERT INTO units VALUES ('u', 'p', NULL, NULL, 1, '1', '', 0, 0, NULL)")
            base.executemany(
                """INSERT INTO attempts (unit, point, begin, frame, client, server, method, call_id,
                     in_dialog, steps, outcome, code, retransmissions, ending, cause, cause_title)
                   VALUES ('u', 'p', ?, 1, ?, 's', 'INVITE', 'i', 0, 1, 'failed', 500, 0, 'failed',
                     ?, ?)""",
                ((at * 10 ** 12, f"c{at % 500}", f"cause-{at % 100}", f"Cause {at % 100}")
                 for at in range(20000)))
        base.close()
        path = report.store_page(made / "out")
        page = Page(path.read_text(encoding="utf-8"))
        self.assertEqual(len(page.tables["Attempts by cause"]) - 1, causes.GROUPS)
        self.assertIn("60 more causes are left out here", path.read_text(encoding="utf-8"))
        self.assertIn("470 more trunks are left out here", path.read_text(encoding="utf-8"))
        self.assertLess(path.stat().st_size, 300_000)

    def test_many_hosts_share_a_column(self):
        def host(number):
            return {"address": f"10.0.0.{number}", "port": 5060}

        messages = [{"frame": at, "time": at / 10, "source": host(at), "destination": host(at + 1),
                     "label": "INVITE", "sent": 1} for at in range(1, 13)]
        unit = {"overlap": False, "files": [{"path": "/a", "packets": 20}]}
        row = {"frame": 1, "messages": messages, "messages_dropped": 3}
        drawn = ladder.draw(examples.Example("u", unit, [20], row)).split("\n")
        self.assertEqual(drawn[2], "J others: 10.0.0.10, 10.0.0.11, 10.0.0.12, 10.0.0.13")
        columns = "|      " * 10
        self.assertEqual(drawn[4:], [
            f"{at / 10:10.6f} {at:6}  " + (
                columns[:7 * at - 7] + "|----->" + columns[7 * at:]).rstrip() + "  INVITE" + (
                f" (10.0.0.{at} > 10.0.0.{at + 1})" if at == 9 else "") for at in range(1, 10)] + [
            f"{at / 10:10.6f} {at:6}  {columns[:63]}o  INVITE (10.0.0.{at} > 10.0.0.{at + 1})"
            for at in range(10, 13)] + ["          3 later messages are left out"])

    def test_without_sip_it_says_so(self):
        made = folder(self)
        (made / "out").mkdir()
        database.create(made / "out").close()
        page = report.store_page(made / "out").read_text(encoding="utf-8")
        self.assertIn("No SIP was found.", page)
        self.assertNotIn("failed", page.partition("</style>")[2].partition("<script>")[0])

    def test_a_database_of_another_version_is_made_anew(self):
        made = folder(self)
        (made / "out").mkdir()
        old = sqlite3.connect(made / "out" / database.NAME)
        old.execute("CREATE TABLE attempts (id INTEGER PRIMARY KEY, call_id TEXT)")
        old.close()
        base = database.create(made / "out")
        self.addCleanup(base.close)
        self.assertEqual(base.execute("SELECT count(cause) FROM attempts").fetchone(), (0,))
        self.assertEqual(base.execute("PRAGMA user_version").fetchone(), (database.VERSION,))

    def test_buckets_are_few_and_hold_all_times(self):
        for begin, end in ((0, 0), (1, 59 * 10 ** 9), (7, 10 ** 12), (10 ** 18, 10 ** 18 + 10 ** 15),
                           (3, 10 ** 17), (5, 18 * 10 ** 17)):
            axis = chart.axis(begin, end)
            self.assertLessEqual(axis.count, chart.BUCKETS)
            self.assertLessEqual(axis.begin, begin)
            self.assertLess(end, axis.time(axis.count))
            self.assertGreaterEqual(end, axis.time(axis.count - 1))
