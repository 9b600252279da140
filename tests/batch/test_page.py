"""The page has the numbers of the database and of tshark, and text from a capture stays text.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import unittest

from reading_page import Page
from stage import (DROP_ROOT, PCAPS, ROOT, SAMPLE, batch, cut, environment, folder, open_to_all,
                   packets, run, stage)

sys.path.insert(0, str(ROOT / "batch"))
from sipcodes_batch import database, report  # noqa: E402
from sipcodes_batch.page import causes, chart, commands  # noqa: E402

ADDRESS = re.compile(r"\b\d+\.\d+\.\d+\.\d+\b")
HOSTILE = "</pre><script>alert(1)</script>\"'&amp;`$(id)\u202e\u2066\x1b[31m"
HARMLESS = "harmless"


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


def page_of(made):
    return Page((made / "out" / "report.html").read_text(encoding="utf-8"))


def numbers(rows, *columns):
    """These columns of the rows of a table, as numbers where they are."""
    return [tuple(int(row[at].replace(",", "")) if re.fullmatch(r"[\d,]+", row[at]) else row[at]
                  for at in columns) for row in rows[1:]]


def shell(made, line):
    """What a command prints that was pasted into bash."""
    return subprocess.run(["bash", "-c", line], env=environment(), cwd=made, encoding="utf-8",
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, **DROP_ROOT)


class Numbers(unittest.TestCase):
    """Each capture is a capture point of its own."""

    maxDiff = None
    CAPTURES = ("kamailio/auth.pcapng", "kamailio/ipv6.pcapng", "kamailio/serial-fork.pcapng",
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

    def test_examples_are_what_tshark_shows(self):
        self.assertEqual(len(self.page.ladders), len(self.page.term("Ladder")))
        arrow = re.compile(r"^ +\d+\.\d{6} +(\d+)  [|o<> -]+  (\w.*?)(?:  <== .*)?$", re.M)
        for at in range(0, len(self.page.ladders), 7):
            done = shell(self.made, self.page.term("Ladder")[at])
            self.assertEqual(done.stderr, "")
            self.assertTrue(arrow.findall(done.stdout))
            self.assertEqual(arrow.findall(self.page.ladders[at]), arrow.findall(done.stdout))

    def test_an_attempt_in_two_files_is_merged(self):
        made = folder(self)
        shutil.copy(SAMPLE, made / "whole.pcapng")
        cut(made / "whole.pcapng", 2, made / "ring")
        self.assertEqual(batch(made, made / "ring").returncode, 0)
        page = page_of(made)
        merge, = set(page.term("Merge first"))
        first, second = sorted((made / "ring").iterdir())
        self.assertEqual(merge, f"mergecap -a -w attempt.pcapng {first} {second}")
        command = next(line for line in page.term("Ladder") if "attempt.pcapng" in line)
        done = shell(made, f"{merge} && {command}")
        self.assertIn("1 of 1 attempts", done.stdout, done.stderr)
        ladder = next(text for text in page.ladders if f"in {second}:" in text)
        self.assertRegex(ladder, rf"\n +in {second}:\n +[\d.]+ +1  ")


class Hostile(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.name = HOSTILE.replace("/", "|").encode() + b"\xff"
        cls.made, cls.page = cls.of_call(HOSTILE, cls.name)

    @classmethod
    def of_call(cls, text, name):
        """The page of a call that was refused with this text, in a file of this name."""
        made = folder(cls)
        (made / "ring").mkdir()
        capture = os.fsencode(made / "ring") + b"/" + name + b".pcap"
        request = (f"INVITE sip:b@10.0.0.2 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1\r\n"
                   f"From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: {text}\r\n"
                   f"CSeq: 1 INVITE\r\n\r\n").encode()
        answer = request.replace(b"INVITE sip:b@10.0.0.2 SIP/2.0", f"SIP/2.0 403 {text}".encode())
        answer = answer.replace(b"To: <sip:b@x>", f"To: <sip:b@x>;tag=2\r\nReason: SIP;cause=403;"
                                f"text=\"{text}\"\r\nServer: {text}".encode())
        near, far = bytes((10, 0, 0, 1)), bytes((10, 0, 0, 2))
        packets.write(capture, [
            (1_800_000_000, packets.datagram(near, far, (5060, 5060), request)),
            (1_800_000_001, packets.datagram(far, near, (5060, 5060), answer))])
        done = batch(made, made / "ring")
        assert (done.returncode, done.stderr) == (0, ""), done
        return made, page_of(made)

    def test_text_stays_text(self):
        made, page = self.made, self.page
        _, other = self.of_call(HARMLESS, HARMLESS.encode())
        self.assertEqual(page.parts, other.parts)
        self.assertEqual(page.ids, other.ids)
        # Values that tables are sorted by hold text of the capture, and the reports were made one
        # after the other.
        self.assertEqual(*([found for found in each.attributes
                            if found[1] not in ("data-value", "datetime")]
                           for each in (page, other)))
        self.assertEqual(page.term("Call-ID"), [HOSTILE.replace("\x1b", "\ufffd").replace(
            "\u202e", "\ufffd").replace("\u2066", "\ufffd")])
        self.assertIn("<script>alert(1)</script>", "".join(page.ladders))
        shown, = page.term("Capture")
        self.assertEqual(shown, str(made / "ring") + "/" + HOSTILE.replace("/", "|").translate(
            dict.fromkeys((0x1b, 0x202e, 0x2066), "\ufffd")) + "\\xff.pcap")
        text = (made / "out" / "report.html").read_text(encoding="utf-8")
        self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

    def test_commands_open_files_with_hostile_names(self):
        done = shell(self.made, self.page.term("Ladder")[0])
        self.assertIn("1 of 1 attempts", done.stdout, done.stderr)
        for word in (os.fsdecode(self.name), HOSTILE, "'", "$'x'\\", "a b", "\u202e\n"):
            line = "printf %s " + commands.quote(word)
            self.assertEqual(os.fsencode(word), subprocess.run(
                ["bash", "-c", line], capture_output=True, check=True).stdout)
            self.assertTrue(line.isprintable())

    def test_nothing_is_loaded_and_only_its_own_script_runs(self):
        page = self.page
        self.assertEqual(page.policy(), {
            "default-src": ["'none'"], "style-src": page.hashes("style"),
            "script-src": page.hashes("script"), "base-uri": ["'none'"],
            "form-action": ["'none'"]})
        self.assertEqual((len(page.sources["style"]), len(page.sources["script"])), (1, 1))
        for _, name, value in page.attributes:
            self.assertNotIn(name, ("src", "srcset", "style", "action", "formaction", "background"))
            self.assertFalse(name.startswith("on"), name)
            if name.endswith("href"):
                self.assertIn(value.removeprefix("#"), page.ids)
                self.assertTrue(value.startswith("#"))
        for text in (*page.sources["style"], *page.sources["script"]):
            self.assertNotRegex(text, r"://|@import|url\(|fetch|innerHTML")


class Privacy(unittest.TestCase):
    CAPTURES = ("kamailio/auth.pcapng", "kamailio/serial-fork.pcapng")

    @classmethod
    def setUpClass(cls):
        cls.made = folder(cls)
        for capture in cls.CAPTURES:
            ring = cls.made / "rings" / capture.partition("/")[2]
            ring.mkdir(parents=True)
            shutil.copy(PCAPS / capture, ring / "a.pcapng")
        batch(cls.made, cls.made / "rings")
        cls.plain = cls.hosts()

    @classmethod
    def hosts(cls):
        rows = page_of(cls.made).tables["Calls by trunk"]
        return [row[0].split(" > ") for row in rows[1:]]

    def check(self, *words):
        """The hosts are masked, and still the same or different ones, over all units."""
        shutil.rmtree(self.made / "out")
        done = batch(self.made, self.made / "rings", *words)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for name in ("report.html", "sipcodes.sqlite"):
            text = (self.made / "out" / name).read_text(errors="replace")
            self.assertEqual(ADDRESS.findall(text), [])
        self.assertIn("host-", page_of(self.made).term("Names")[0])
        self.assertEqual(len(self.hosts()), len(self.plain))
        self.assertEqual(sorted(len(set(row)) for row in self.hosts()),
                         sorted(len(set(row)) for row in self.plain))
        names = {host for row in self.hosts() for host in row}
        self.assertEqual(len(names), len({host for row in self.plain for host in row}))
        self.assertTrue(all(re.fullmatch("host-[0-9a-f]{10}", name) for name in names), names)

    def test_the_option_masks(self):
        self.check("--mask")
        self.assertEqual((self.made / "out" / "mask.key").stat().st_mode & 0o777, 0o600)

    def test_the_preference_masks(self):
        preferences = stage() / "home" / ".config" / "wireshark" / "preferences"
        preferences.parent.mkdir(parents=True, exist_ok=True)
        preferences.write_text("sipcodes.mask_addresses: TRUE\n")
        open_to_all(stage() / "home")
        self.addCleanup(preferences.unlink)
        self.check()


class Bounds(unittest.TestCase):
    def test_a_long_list_says_what_it_leaves_out(self):
        made = folder(self)
        (made / "out").mkdir()
        base = database.connect(made / "out")
        with base:
            base.execute("INSERT INTO units VALUES ('u', 'p', NULL, NULL, 1, '1', '', 0, NULL)")
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

    def test_buckets_are_few_and_hold_all_times(self):
        for begin, end in ((0, 0), (1, 59 * 10 ** 9), (7, 10 ** 12), (10 ** 18, 10 ** 18 + 10 ** 15),
                           (3, 10 ** 17), (5, 18 * 10 ** 17)):
            axis = chart.axis(begin, end)
            self.assertLessEqual(axis.count, chart.BUCKETS)
            self.assertLessEqual(axis.begin, begin)
            self.assertLess(end, axis.time(axis.count))
            self.assertGreaterEqual(end, axis.time(axis.count - 1))
