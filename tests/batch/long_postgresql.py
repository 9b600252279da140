"""PostgreSQL holds what SQLite holds. Part of scripts/test-batch: it starts a server.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import unittest
from pathlib import Path

from stage import DROP_ROOT, batch, command, cut, dense, environment, folder, open_to_all

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
NAMES = ("captures", "holes", "units", "attempts", "findings", "causes",
         "calls", "failures", "hosts", "ratios", "attempts_at_holes")
EACH_FILE = ("--length", "1", "-j", "2")


def exact(rows):
    """Rows that compare equal whatever the order, and the last digits of quotients."""
    return sorted(repr({name: round(cell, 9) if isinstance(cell, float) else cell
                        for name, cell in row.items()}) for row in rows)


class WithServer:
    """Of a test case: PostgreSQL, and what it holds."""

    def prepare_server(self):
        self.url = f"postgresql:///sipcodes?host={self.made}"
        data = str(self.made / "data")
        self.run_here(PROGRAMS / "initdb", "--no-sync", "--locale=C.UTF-8", "--auth=trust",
                      "--username=postgres", "-D", data)
        self.run_here(PROGRAMS / "pg_ctl", "-w", "-D", data, "-l", self.made / "log", "-o",
                      f"-c listen_addresses= -c unix_socket_directories={self.made}", "start")
        self.addCleanup(self.run_here, PROGRAMS / "pg_ctl", "-m", "immediate", "-D", data, "stop")
        self.run_here("createdb", "-h", self.made, "sipcodes")

    def run_here(self, *words):
        done = subprocess.run(list(map(str, words)), env=environment(PGUSER="postgres"),
                              stdin=subprocess.DEVNULL, encoding="utf-8", stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False, **DROP_ROOT)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def there(self):
        rows = {}
        for name in NAMES:
            lines = self.run_here("psql", "-X", "-A", "-t", "-d", self.url, "-c",
                                  f"SELECT row_to_json(t) FROM {name} t")
            rows[name] = exact(map(json.loads, lines.splitlines()))
        return rows

    def here(self):
        with contextlib.closing(sqlite3.connect(self.made / "out" / "sipcodes.sqlite")) as base:
            base.row_factory = sqlite3.Row
            return {name: exact(map(dict, base.execute(f"SELECT * FROM {name}")))
                    for name in NAMES}

    def check_same(self):
        here, there = self.here(), self.there()
        for name in NAMES:
            self.assertEqual(there[name], here[name], name)
        return there


class Server(WithServer, unittest.TestCase):
    def setUp(self):
        self.made = folder(self)
        self.ring = self.made / "ring"
        dense(60, self.made / "whole.pcap")
        cut(self.made / "whole.pcap", 4, self.ring)
        self.prepare_server()

    def batch(self, *words, status=0):
        done = batch(self.made, *words, "--database", self.url, PGUSER="postgres")
        self.assertEqual((done.returncode, done.stderr), (status, ""), done.stdout)

    def test_the_same_rows_and_views(self):
        last = sorted(self.ring.iterdir())[-1].rename(self.made / "last.pcap")
        self.batch(self.ring, *EACH_FILE)
        first = self.check_same()
        self.assertTrue(all(first[name] for name in ("attempts", "findings", "ratios", "hosts")))
        self.batch("load")
        self.assertEqual(self.there(), first)
        last.rename(self.ring / last.name)
        self.batch(self.ring, *EACH_FILE)
        self.assertEqual(len(self.check_same()["attempts"]), 60 * 16)

    def test_a_unit_that_failed_is_replaced(self):
        self.batch(self.ring, *EACH_FILE, "--limit", "0", "--retries", "1", status=1)
        self.assertEqual(len(self.check_same()["attempts"]), 0)
        self.batch(self.ring, *EACH_FILE)
        self.assertEqual(len(self.check_same()["attempts"]), 60 * 16)

    def test_many_writers(self):
        """Two of the same folder and one with a folder of its own, at once into an empty database."""
        self.assertEqual(batch(self.made, self.ring, *EACH_FILE).returncode, 0)
        shutil.copytree(self.made / "out", self.made / "out2")
        open_to_all(self.made)
        line = command(self.made, "load", "--database", self.url)
        again = [word.replace(str(self.made / "out"), str(self.made / "out2")) for word in line]
        shutil.chown(self.made / "out2", DROP_ROOT.get("user"))
        shutil.chown(self.made / "out2" / "sipcodes.sqlite", DROP_ROOT.get("user"))
        writers = [subprocess.Popen(words, env=environment(PGUSER="postgres"), encoding="utf-8",
                                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.PIPE, **DROP_ROOT)
                   for words in (line, again, again)]
        self.assertEqual([(writer.communicate()[1], writer.returncode) for writer in writers],
                         [("", 0)] * 3)
        self.check_same()

    def test_what_is_wrong_is_said_in_a_line(self):
        self.assertEqual(batch(self.made, self.ring, *EACH_FILE).returncode, 0)
        done = batch(self.made, "load", "--database", self.url.replace("sipcodes?", "other?"),
                     PGUSER="postgres")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r'\Asipcodes-batch: psql: .*"other" does not exist\n\Z')


if __name__ == "__main__":
    unittest.main()
