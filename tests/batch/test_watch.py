"""A ring that is judged while it is written gives what the whole gives, whatever happens meanwhile.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import json
import os
import re
import signal
import subprocess
import time
import unittest
from collections import Counter
from pathlib import Path

from stage import (DROP_ROOT, SAMPLE, batch, command, cut, dense, environment, folder,
                   open_to_all, run)

_FRAMES = re.compile(r"\b(frames?) \d+( of \S+)?( and \d+( of \S+)?)?")
SERIES = re.compile(r"(sipcodes_(?:attempts|failures)_total\{.*\}) (\d+)")
# Several units, so that a run can be ended between two of them.
TURNS = 60
OPTIONS = ("--context", "64", "--length", "1")


def name_of(number):
    """A file as dumpcap names it."""
    return f"lo_{number:05}_20261128000000.pcap"


class Watch(unittest.TestCase):
    """A folder with a ring in it, and the numbers of a watch."""

    def setUp(self):
        self.made = folder(self)
        self.ring = self.made / "ring"
        self.ring.mkdir()
        self.told = self.made / "events.jsonl"

    def words(self, *words, name=""):
        return ("watch", self.ring, *OPTIONS, "--point", "one", "--events", f"{self.told}{name}",
                "--metrics", f"{self.made}/sip{name}.prom", *words)

    def watch(self, *words, said="", status=0):
        done = batch(self.made, *self.words(*words))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (status, "", said))

    def start(self):
        """What a run says that does not end by itself."""
        return (f"sipcodes-batch: watching {self.ring}; a failure is reported when the 64 s after "
                "it are in closed files\n")

    def metric(self, name):
        """Of the only capture point."""
        text = (self.made / "sip.prom").read_text()
        return float(re.search(rf'^sipcodes_watch_{name}\{{point="all"\}} (\S+)$', text, re.M)[1])

    def counted(self, name=""):
        return dict(SERIES.findall((self.made / f"sip{name}.prom").read_text()))

    def events(self, name=""):
        """How often each event is there, but for numbers of frames."""
        path = Path(f"{self.told}{name}")
        found = Counter()
        for line in path.read_text().splitlines() if path.exists() else ():
            event = json.loads(line)
            for place in ("capture", "frame"):
                del event[place]
            for finding in event["findings"]:
                finding["evidence"] = len(finding["evidence"])
            found[_FRAMES.sub(r"\1", json.dumps(event, sort_keys=True))] += 1
        return found

    def cut(self, files):
        """Files as dumpcap names them, of a capture with so many turns; what the whole gives is kept."""
        dense(TURNS, self.made / "whole.pcap")
        cut(self.made / "whole.pcap", files, self.made / "cut")
        paths = [path.rename(self.made / "cut" / name_of(number))
                 for number, path in enumerate(sorted((self.made / "cut").iterdir()), 1)]
        done = batch(self.made, "--out", f"{self.made}/whole", "watch", self.made / "whole.pcap",
                     "--ended", *self.words(name=".whole")[2:])
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.whole = self.events(".whole"), self.counted(".whole")
        self.assertEqual(sum(self.whole[0].values()), TURNS * 4)
        return paths

    def put(self, path):
        """As if dumpcap had just closed it: its time of change is the latest."""
        os.utime(path)
        return path.rename(self.ring / path.name)

    def end(self, how):
        """Starts a watch over the ring and ends it by a signal once there are more events."""
        open_to_all(self.made)
        before = sum(self.events().values())
        with subprocess.Popen(command(self.made, *self.words("--poll", "0.1")), env=environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", **DROP_ROOT) as running:
            until = time.monotonic() + 60
            while sum(self.events().values()) == before and time.monotonic() < until:
                time.sleep(0.02)
            running.send_signal(how)
            said = running.communicate()
        after = sum(self.events().values())
        self.assertTrue(before < after < TURNS * 4, (before, after))
        return running.returncode, *said


class Borders(Watch):
    def test_files_give_what_the_whole_gives(self):
        for path in self.cut(4):
            self.put(path)
            self.watch("--once")
        self.assertTrue(0 < sum(self.events().values()) < TURNS * 4, "no file was judged early")
        self.watch("--ended")
        self.assertEqual((self.events(), self.counted()), self.whole)
        self.assertEqual(self.metric("files_total"), 4)
        self.watch("--ended")
        self.assertEqual((self.events(), self.counted()), self.whole)
        self.check_places()

    def check_places(self):
        """Each event names the capture and the frame of a request with its Call-ID."""
        where = set()
        for line in self.told.read_text().splitlines():
            event = json.loads(line)
            where.add((event["capture"], event["frame"], event["call_id"]))
        there = set()
        for capture in {capture for capture, *_ in where}:
            for line in run("tshark", "-r", capture, "-T", "fields", "-e", "frame.number", "-e",
                            "sip.Call-ID", "-Y", "sip.Request-Line").splitlines():
                frame, _, call = line.partition("\t")
                there.add((capture, int(frame), call))
        self.assertEqual(len(where), TURNS * 4)
        self.assertLessEqual(where, there)


class Ended(Watch):
    def test_the_next_run_goes_on(self):
        for path in self.cut(6):
            self.put(path)
        self.assertEqual(self.end(signal.SIGKILL), (-signal.SIGKILL, "", self.start()))
        self.assertEqual(self.end(signal.SIGTERM), (
            0, "", f"{self.start()}sipcodes-batch: ended by a signal; the next run goes on from "
                   "here\n"))
        self.watch("--ended")
        self.assertEqual((self.events(), self.counted()), self.whole)


class Ring(Watch):
    def put_sample(self, number, seconds):
        """The sample as a file of dumpcap, so many seconds later: 16 attempts in 16 s, 4 of them
        failed."""
        path = self.made / name_of(number)
        subprocess.run(["editcap", "-F", "pcap", "-t", str(seconds), str(SAMPLE), str(path)],
                       check=True)
        return self.put(path)

    def test_what_was_deleted_is_counted(self):
        first = self.put_sample(1, 0)
        second = self.put_sample(2, 20)
        self.put_sample(3, 200)
        self.watch("--once")
        self.assertEqual((self.metric("files_total"), self.metric("files_missed_total")), (2, 0))
        first.unlink()
        second.unlink()
        self.put_sample(6, 300)
        said = (f"sipcodes-batch: deleted before it was judged: {first}\n"
                f"sipcodes-batch: deleted before it was judged: {second}\n"
                f"sipcodes-batch: deleted before it was judged: 2 files of {self.ring}/lo\n")
        self.watch("--ended", said=said)
        self.assertEqual(self.metric("files_missed_total"), 4)
        self.assertEqual(sum(self.events().values()), 2 * 4)

    def test_what_is_judged_may_be_deleted(self):
        first = self.put_sample(1, 0)
        self.put_sample(2, 100)
        self.put_sample(3, 200)
        self.watch("--once")
        first.unlink()
        self.watch("--ended")
        self.assertEqual(self.metric("files_missed_total"), 0)
        self.assertEqual(sum(self.events().values()), 3 * 4)

    def test_what_comes_too_late_is_counted(self):
        self.put_sample(1, 0)
        self.watch("--ended")
        late = self.put_sample(2, 1)
        self.watch("--ended", said=f"sipcodes-batch: came after its time was judged: {late}\n")
        self.assertEqual(self.metric("files_missed_total"), 1)

    def test_a_file_that_grew_is_not_late(self):
        """It had been taken as closed too early."""
        first = self.put_sample(1, 0)
        self.watch("--ended")
        more = self.put_sample(2, 100)
        whole = self.made / "whole.pcap"
        subprocess.run(["mergecap", "-F", "pcap", "-a", "-w", str(whole), str(first), str(more)],
                       check=True)
        more.unlink()
        whole.rename(first)
        self.watch("--ended")
        self.assertEqual((self.metric("files_total"), self.metric("files_missed_total")), (1, 0))
        self.assertEqual(sum(self.events().values()), 2 * 4)

    def test_damaged_files(self):
        path = self.put_sample(1, 0)
        path.write_bytes(path.read_bytes()[:20000])
        bad = self.ring / name_of(2)
        bad.write_text("no capture at all, but a line of text\n")
        self.put_sample(3, 100)
        done = batch(self.made, *self.words("--ended"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([line.split(": ")[:3] for line in done.stderr.splitlines()],
                         [["sipcodes-batch", "damaged", str(file)] for file in (path, bad)])
        self.assertEqual(self.metric("files_damaged_total"), 2)
        self.watch("--ended")
        self.assertEqual(self.metric("files_damaged_total"), 2)

    def test_a_unit_that_fails_is_given_up(self):
        self.put_sample(1, 0)
        done = batch(self.made, *self.words("--ended", "--limit", "0"))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^sipcodes-batch: not judged: all up to "
                                      r"2026-\S+ \S+ UTC: \w+: not done after 0 s\n$")
        self.assertEqual((self.metric("unit_errors_total"), self.metric("units_total")), (1, 0))

    def test_names_on_standard_input(self):
        path = self.put_sample(1, 0)
        open_to_all(self.made)
        done = subprocess.run(command(self.made, *self.words("--closed", "-")), env=environment(),
                              input=f"{path}\n", encoding="utf-8", capture_output=True,
                              check=False, timeout=120, **DROP_ROOT)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", self.start()))
        self.assertEqual(sum(self.events().values()), 4)

    def test_names_in_a_file(self):
        self.put_sample(1, 0)
        late = self.put_sample(2, 100)
        names = self.made / "names"
        self.watch("--once", "--closed", names)
        self.assertEqual(self.metric("files_total"), 1)
        names.write_text(f"{late}\n")
        self.watch("--once", "--closed", names)
        self.assertEqual(self.metric("files_total"), 2)
        self.assertEqual(sum(self.events().values()), 4)
        # dumpcap was started anew.
        names.write_text("")
        self.watch("--once", "--closed", names)
        self.put_sample(3, 200)
        names.write_text(f"{name_of(3)}\n")
        self.watch("--once", "--closed", names)
        self.assertEqual((self.metric("files_total"), self.metric("files_missed_total")), (3, 0))

    def test_only_one_at_a_time(self):
        open_to_all(self.made)
        with subprocess.Popen(command(self.made, *self.words("--closed", "-")), env=environment(),
                              stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              **DROP_ROOT) as running:
            until = time.monotonic() + 60
            while not (self.made / "sip.prom").exists() and time.monotonic() < until:
                time.sleep(0.02)
            self.watch("--once", status=2, said="sipcodes-batch: another watch writes to "
                                                f"{self.made}/out/watch\n")
            running.stdin.close()
        self.assertEqual(running.returncode, 0)
