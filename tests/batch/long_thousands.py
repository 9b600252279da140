"""2,000 captures of two points, in every way that they can be run. Part of scripts/test-batch: it
needs root, ssh, Slurm and PostgreSQL.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import itertools
import json
import os
import resource
import shutil
import signal
import struct
import subprocess
import time
import types
import unittest
from collections import Counter
from pathlib import Path

import long_hosts
import long_postgresql
import long_slurm
from stage import (DROP_ROOT, batch, command, cut, dense, dump, environment, facts, folder,
                   open_to_all, packets, query, run, units_of_plan)

TURNS, STEP = 1000, 8
LENGTH = ("--length", "300")
# Of point a: cut in the middle of a packet, and overwritten there.
CUT, OVERWRITTEN = (100, 300, 500), (700, 900)


def damage(path, overwrite):
    data, at = bytearray(path.read_bytes()), 24
    while at < len(data) // 2:
        at += 16 + struct.unpack_from("<I", data, at + 8)[0]
    if overwrite:
        data[at:at + 16] = b"\xee" * 16
    else:
        del data[at + 30:]
    path.write_bytes(data)


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Thousands(long_hosts.OnHosts, long_slurm.OnCluster, long_postgresql.WithServer,
                unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = folder(types.SimpleNamespace(addCleanup=cls.addClassCleanup))
        cls.ring, whole = cls.made / "ring", cls.made / "whole.pcap"
        cls.ring.mkdir()
        dense(TURNS, whole, STEP)
        for point in ("a", "b"):
            cut(whole, 1000, cls.ring / point)
        *cls.files, _, _ = sorted((cls.ring / "a").iterdir())
        for path in set((cls.ring / "a").iterdir()) - set(cls.files):
            path.unlink()
        for number in CUT + OVERWRITTEN:
            damage(cls.files[number], number in OVERWRITTEN)
        (cls.ring / "a" / "empty.pcap").touch()
        packets.write(cls.ring / "a" / "dns.pcap", itertools.islice(packets.dns(), 50))
        open_to_all(cls.made)
        before = processor_seconds()
        done = batch(cls.made, cls.ring, *LENGTH, "-j", "1")
        cls.cost = processor_seconds() - before
        assert (done.returncode, done.stderr) == (0, ""), (done.stderr, done.stdout)
        cls.rows = dump(cls.made)
        (cls.made / "out").rename(cls.made / "first")
        assert len(cls.rows["captures"]) == 2000, len(cls.rows["captures"])

    def tearDown(self):
        shutil.rmtree(self.made / "out", ignore_errors=True)

    def use_first(self):
        """Begins with what the first run gave."""
        shutil.copytree(self.made / "first", self.made / "out")
        for path in (self.made / "out", *(self.made / "out").rglob("*")):
            shutil.chown(path, DROP_ROOT["user"])

    def check_rows(self):
        for name, rows in dump(self.made).items():
            self.assertEqual(rows, self.rows[name], name)

    def expected(self):
        """What tshark says of each point read at once: from damage to damage."""
        stretch = self.made / "stretch.pcap"
        found, files = Counter(), []
        for number, path in enumerate(self.files):
            files.append(path)
            if number not in CUT + OVERWRITTEN and path != self.files[-1]:
                continue
            if number in CUT + OVERWRITTEN:
                files[-1] = self.made / "readable.pcap"
                subprocess.run(["editcap", path, files[-1]], stderr=subprocess.DEVNULL, check=False)
            subprocess.run(["mergecap", "-a", "-w", stretch, *files], check=True)
            found += self.of_tshark(stretch)
            files = []
        return {"a": found, "b": self.of_tshark(self.made / "whole.pcap")}

    def of_tshark(self, path):
        open_to_all(self.made)
        return facts(filter(None, run("tshark", "-q", "-r", path, "-z", "sipcodes,json").split("\n")))

    def test_totals_are_those_of_the_whole(self):
        self.use_first()
        expected = self.expected()
        keys = ("begin", "method", "call_id", "outcome", "code")
        for point, found in expected.items():
            rows = Counter(query(self.made, f"""
                SELECT strftime('%Y-%m-%dT%H:%M:%S', begin / 1000000000, 'unixepoch') ||
                  printf('.%09dZ', begin % 1000000000), method, call_id, outcome, code
                FROM attempts WHERE point = '{self.ring / point}'"""))
            whole = Counter()
            for line, times in found.items():
                row = json.loads(line)
                whole[tuple(row.get(key) for key in keys)] += times
            self.assertEqual(rows, whole)
            print(f"point {point}: {rows.total()} attempts, and so many in the whole")
        self.assertEqual(expected["b"].total(), TURNS * 16)
        errors = query(self.made, "SELECT path, error FROM captures WHERE error IS NOT NULL")
        self.assertEqual({Path(path).name for path, _ in errors},
                         {"empty.pcap", *(self.files[at].name for at in CUT + OVERWRITTEN)})

    def test_two_at_a_time(self):
        self.assertEqual(batch(self.made, self.ring, *LENGTH, "-j", "2").returncode, 0)
        self.check_rows()

    def test_two_kills(self):
        counts = [0]
        for _ in range(2):
            with subprocess.Popen(command(self.made, self.ring, *LENGTH, "-j", "2"),
                                  env=environment(), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  start_new_session=True, **DROP_ROOT) as running:
                while len(self.results()) < counts[-1] + 10:
                    self.assertIsNone(running.poll())
                    time.sleep(0.02)
                os.killpg(running.pid, signal.SIGKILL)
            counts.append(len(self.results()))
        self.assertEqual(batch(self.made, self.ring, *LENGTH, "-j", "2").returncode, 0)
        print(f"killed with {counts[1]} and {counts[2]} of {len(self.rows['units'])} results")
        self.check_rows()

    def test_three_hosts_of_which_one_dies(self):
        self.prepare_hosts()
        for _ in range(3):
            self.host()
        said, status = self.batch_on_hosts(*LENGTH, meanwhile=lambda: self.let_die(self.hosts[1], 10))
        self.assertEqual(status, 0, said)
        self.check_rows()
        self.assertEqual(self.took_part(), {host.address for host in self.hosts})

    def test_slurm(self):
        self.prepare_cluster()
        print(self.submit(*LENGTH).strip())
        self.check_rows()

    def test_postgresql(self):
        self.use_first()
        self.prepare_server()
        for _ in range(2):
            done = batch(self.made, "load", "--database", self.url, PGUSER="postgres")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.check_same()
            self.check_rows()

    def test_cost(self):
        """Printed: processor time of the first run, of tshark alone over its units, and over each
        point at once."""
        self.use_first()
        alone, units = 0, units_of_plan(self.made)
        for unit in units:
            merged = self.made / "merged.pcap"
            files = [file["path"] for file in unit["files"] if file["error"] is None]
            subprocess.run(["mergecap", "-a", "-w", merged, *files], check=True)
            alone += self.seconds_of(merged)
        whole = 2 * self.seconds_of(self.made / "whole.pcap")
        print(f"processor time: sipcodes-batch {self.cost:.1f} s, tshark over its {len(units)} "
              f"units {alone:.1f} s, tshark over both points at once {whole:.1f} s")
        self.assertLess(self.cost, 2.5 * alone)

    def seconds_of(self, path):
        open_to_all(self.made)
        before = processor_seconds()
        run("tshark", "-q", "-r", path, "-z", "sipcodes,json", stdout=subprocess.DEVNULL)
        return processor_seconds() - before


if __name__ == "__main__":
    unittest.main(verbosity=2)
