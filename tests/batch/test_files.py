"""Captures of many kinds: points, compressed, damaged, with holes between them.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import gzip
import itertools
import os
import resource
import shutil
import struct
import subprocess
import unittest
from pathlib import Path

from stage import SAMPLE, batch, folder, of_units, of_whole, packets, query

BY_POINT = "SELECT point, count(*) FROM attempts GROUP BY point ORDER BY point"


class Captures(unittest.TestCase):
    def setUp(self):
        self.made = folder(self)
        self.ring = self.made / "ring"
        self.ring.mkdir()

    def sample(self, path, seconds=0, frames=""):
        """The sample, so many seconds later: 16 attempts in 16 s. Of FRAMES only those."""
        path.parent.mkdir(exist_ok=True)
        subprocess.run(["editcap", "-F", "pcap", "-t", str(seconds), *(("-r",) if frames else ()),
                        str(SAMPLE), str(path), *frames.split()], check=True)
        return path

    def batch(self, *words, status=0, **more):
        done = batch(self.made, *words, **more)
        self.assertEqual((done.returncode, done.stderr), (status, ""), done.stdout)
        return done.stdout

    def names(self, words):
        """Rows of which the first cell is a path: by the file's name."""
        return [(Path(path).name, *rest) for path, *rest in query(self.made, words)]


class Points(Captures):
    def test_points(self):
        for name in ("a/sbc1-1.pcap", "a/sbc2-1.pcap", "b/other.pcap"):
            self.sample(self.ring / name)
        for option, expected in (
                ("folder", [(str(self.ring / "a"), 16), (str(self.ring / "b"), 16)]),
                (r"^(sbc\d)-", [("other", 16), ("sbc1", 16), ("sbc2", 16)]),
                ("one", [("all", 16)])):
            with self.subTest(option):
                self.batch(self.ring, "--point", option)
                self.assertEqual(query(self.made, BY_POINT), expected)
        self.assertEqual(query(self.made, "SELECT DISTINCT capture FROM attempts"), [(None,)])

    def test_hosts_are_counted_by_role(self):
        self.sample(self.ring / "a.pcap")
        self.batch(self.ring, "--point", "one")
        self.assertEqual(query(self.made, "SELECT point, address, role, attempts, failed FROM hosts ORDER BY 2, 3"), [
            ("all", "10.77.0.1", "responder", 8, 3), ("all", "10.77.0.1", "server", 16, 4),
            ("all", "10.77.0.10", "client", 8, 2), ("all", "10.77.0.10", "responder", 1, 0),
            ("all", "10.77.0.11", "client", 1, 0), ("all", "10.77.0.11", "responder", 4, 1),
            ("all", "10.77.0.12", "client", 3, 0), ("all", "10.77.0.12", "responder", 2, 0),
            ("all", "10.77.0.13", "client", 2, 1), ("all", "10.77.0.13", "responder", 1, 0),
            ("all", "10.77.0.14", "client", 2, 1)])

    def test_filter(self):
        whole = self.sample(self.ring / "a.pcap")
        self.batch(self.ring, "--filter", "sip.CSeq.method == \"REGISTER\"")
        expected = of_whole(self.made, whole, "sip.CSeq.method == \"REGISTER\"")
        self.assertTrue(0 < expected.total() < 16)
        self.assertEqual(of_units(self.made), expected)


class Files(Captures):
    def test_compressed(self):
        plain = self.sample(self.made / "plain.pcap")
        expected = of_whole(self.made, plain)
        for suffix, program in (("gz", "gzip"), ("zst", "zstd"), ("lz4", "lz4")):
            with self.subTest(suffix):
                target = self.ring / f"a.pcap.{suffix}"
                with open(target, "wb") as output:
                    subprocess.run([program, "-c", str(plain)], stdout=output, check=True)
                shutil.rmtree(self.made / "out", ignore_errors=True)
                self.batch(self.ring)
                self.assertEqual(of_units(self.made), expected)
                target.unlink()

    def test_compressed_data_that_is_cut(self):
        plain = self.sample(self.made / "plain.pcap").read_bytes()
        for program in ("zstd", "lz4"):
            data = subprocess.run([program, "-c"], input=plain, stdout=subprocess.PIPE,
                                  check=True).stdout
            (self.ring / f"a.pcap.{program[:3]}").write_bytes(data[:2000])
        (self.ring / "a.pcap.gz").write_bytes(gzip.compress(plain)[:2000])
        self.batch(self.ring, status=1)
        said = dict(self.names("SELECT path, error FROM captures"))
        self.assertIn("cut short", said.pop("a.pcap.gz"))
        # From 4.4 on capinfos says it of lz4, too.
        self.assertRegex(said.pop("a.pcap.lz4"), "cut short|^damaged zstd or lz4 data, or no packets$")
        self.assertEqual(said, {"a.pcap.zst": "damaged zstd or lz4 data, or no packets"})

    def test_damage_in_the_middle(self):
        """What is before it is read, and so are the other files."""
        path = self.sample(self.ring / "a.pcap")
        data, at = bytearray(path.read_bytes()), 24
        for _ in range(60):
            at += 16 + struct.unpack_from("<I", data, at + 8)[0]
        data[at:at + 16] = b"\xee" * 16
        path.write_bytes(data)
        start = self.sample(self.made / "start.pcap", frames="1-60")
        later = self.sample(self.ring / "b.pcap", 1000)
        self.batch(self.ring)
        self.assertEqual(of_units(self.made),
                         of_whole(self.made, start) + of_whole(self.made, later))
        ((name, error),) = self.names("SELECT path, error FROM captures WHERE error IS NOT NULL")
        self.assertEqual(name, "a.pcap")
        self.assertIn("damaged or corrupt", error)

    def test_a_name_that_is_no_text(self):
        name = os.fsdecode(b"caf\xe9.pcap")
        self.sample(self.ring / name)
        self.batch(self.ring)
        self.assertEqual(self.names("SELECT DISTINCT capture FROM attempts"), [("caf\\xe9.pcap",)])

    def test_more_files_than_may_be_open(self):
        whole = self.sample(self.ring / "whole.pcap")
        ((begin,),) = struct.iter_unpack("<I", whole.read_bytes()[24:28])
        for number, (_, data) in enumerate(itertools.islice(packets.dns(), 600)):
            packets.write(self.ring / f"{number:03}.pcap", [(begin + number / 50, data)])
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (550, limits[1]))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, limits)
        self.batch(self.ring)
        self.assertEqual(of_units(self.made), of_whole(self.made, whole))
        self.assertEqual(query(self.made, "SELECT files FROM units"), [(601,)])


class Holes(Captures):
    def test_attempts_before_a_hole(self):
        """A file ends while two hops of a call ring, and the next one begins 987 s later."""
        self.sample(self.ring / "a.pcap", frames="1-104")
        self.sample(self.ring / "b.pcap", 1000)
        text = self.batch(self.ring)
        self.assertRegex(text, r"\nHoles between files\n-+\n.*\n.*11:09:36 UTC .*11:26:03 UTC  1\n")
        self.assertEqual(query(self.made, """
            SELECT client, outcome, hole_end - hole_begin, f.id
            FROM attempts_at_holes a JOIN findings f ON f.attempt = a.id"""),
            [("10.77.0.10", "unknown", 987107676000, "capture-too-short")])

    def test_what_is_called_a_hole(self):
        """Not what is short, unless the file before it was not read to its end."""
        first = self.sample(self.ring / "a.pcap")
        self.sample(self.ring / "b.pcap", 60)
        spans = "SELECT (\"end\" - begin) / 1000000000 FROM holes"
        self.batch(self.ring)
        self.assertEqual(query(self.made, spans), [])
        self.batch(self.ring, "--hole", "40")
        self.assertEqual(query(self.made, spans), [(44,)])
        first.write_bytes(first.read_bytes()[:-20])
        self.batch(self.ring)
        self.assertEqual(query(self.made, spans), [(44,)])


class Failing(Captures):
    def failing_once(self):
        """The environment in which tshark fails at the first report that it is asked for."""
        programs, flag = self.made / "programs", self.made / "out" / "failed"
        programs.mkdir()
        (programs / "tshark").write_text(
            f"#!/bin/sh\nif [ \"$1\" = -q ] && mkdir {flag} 2>/dev/null; then\n"
            f"    echo no luck >&2; exit 3\nfi\nexec {shutil.which('tshark')} \"$@\"\n")
        (programs / "tshark").chmod(0o755)
        return {"PATH": f"{programs}:{os.environ['PATH']}"}

    def test_a_unit_that_fails_is_tried_again(self):
        expected = of_whole(self.made, self.sample(self.ring / "a.pcap"))
        self.batch(self.ring, **self.failing_once())
        self.assertTrue((self.made / "out" / "failed").exists())
        self.assertEqual(of_units(self.made), expected)

    def test_what_failed_is_run_by_the_next_call(self):
        for number in range(2):
            self.sample(self.ring / f"{number}.pcap", number * 2000)
        failing = self.failing_once()
        self.batch(self.ring, "--retries", "1", "-j", "1", status=1, **failing)
        units = query(self.made, "SELECT error FROM units ORDER BY begin")
        self.assertEqual(sorted(units, key=str), [(None,), ("tshark: exit status 3: no luck",)][::-1])
        self.batch(self.ring, **failing)
        self.assertEqual(query(self.made, "SELECT error, count(*) FROM units GROUP BY 1"), [(None, 2)])
        self.assertEqual(query(self.made, "SELECT count(*) FROM attempts"), [(32,)])


if __name__ == "__main__":
    unittest.main()
