"""The parts of a watch: what is closed and missing, what is written, and what is counted.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import gzip
import json
import os
import re
import shutil
import sys
import time
import unittest
from pathlib import Path
from unittest import mock

from stage import ROOT, SAMPLE, folder

sys.path.insert(0, str(ROOT / "batch"))
from sipcodes_batch import intervals  # noqa: E402
from sipcodes_batch.database import stored  # noqa: E402
from sipcodes_batch.folder import result_of, store  # noqa: E402
from sipcodes_batch.watch import events, loop, metrics, ring, state  # noqa: E402

HOLE = 60
OPTIONS = {"point": "one", "filter": ""}


def name(number, prefix="/ring/lo"):
    return f"{prefix}_{number:05}_20261128000000.pcapng"


def row(path, begin=None, end=None, changed=0, error=None):
    packets = 0 if begin is None else 1
    return {"path": path, "packets": packets, "begin": begin, "end": end, "changed": changed,
            "error": error if packets or error else "no packets"}


def attempt(outcome="failed", **more):
    host = {"address": "192.0.2.1", "port": 5060}
    return {"type": "attempt", "begin": "2026-11-28T00:00:00.000000000Z", "frame": 1,
            "client": host, "server": host, "method": "INVITE", "call_id": "a", "in_dialog": False,
            "steps": 1, "outcome": outcome, "findings": []} | more


class Ring(unittest.TestCase):
    def test_names(self):
        for path, expected in (
                ("/ring/lo_00012_20261128000000.pcap", ("/ring/lo", 12)),
                ("/ring/lo_20261128000000_00012.pcapng.gz", ("/ring/lo", 12)),
                ("/ring/lo_12_20261128.pcap", ("/ring", None)),
                ("/ring_00012_20261128000000.pcap/other.pcap",
                 ("/ring_00012_20261128000000.pcap", None))):
            self.assertEqual(ring.number_of(path), expected, path)

    def test_the_last_file_of_each_dumpcap_is_open(self):
        made = folder(self)
        paths = []
        now = time.time()
        for second, file in enumerate((name(2, "a"), name(1, "a"), name(1, "b"), "c.pcap")):
            path = made / file
            path.touch()
            os.utime(path, (now + second, now + second))
            paths.append(str(path))
        gone = str(made / "gone.pcap")
        self.assertEqual(ring.closed([*paths, gone], (), ()), paths[:1])
        self.assertEqual(ring.closed(paths, {"c.pcap"}, ()), sorted([paths[0], paths[3]]))
        self.assertEqual(ring.closed(paths, (), {paths[2]}), sorted([paths[0], paths[2]]))
        os.utime(paths[2], (now - 3601, now - 3601))
        self.assertEqual(ring.closed(paths, (), ()), sorted([paths[0], paths[2]]))

    def test_names_that_dumpcap_writes_anew(self):
        path = folder(self) / "names"
        names = ring.Names(path)
        self.assertEqual(names.among(["/ring/a"]), set())
        path.write_text("ring/a\nring/gone\nring/ha")
        self.assertEqual(names.among(["/ring/a", "/ring/half"]), {"a"})
        path.write_text("ring/a\nring/gone\nring/half\n")
        self.assertEqual(names.among(["/ring/a", "/ring/half"]), {"a", "half"})
        path.write_text("ring/b\n")
        self.assertEqual(names.among(["/ring/a", "/ring/b"]), {"a", "b"})

    def test_reach(self):
        self.assertIsNone(ring.reach([row("a", error="cut short", changed=9)]))
        self.assertEqual(ring.reach([row("a", 1, 5), row("b", changed=4)]), (5, 5))
        self.assertEqual(ring.reach([row("a", 1, 5), row("b", changed=7)]), (7, 7))

    def test_reach_of_several_dumpcaps(self):
        slow, fast = row(name(1, "/ring/a"), 1, 5), row(name(1, "/ring/b"), 1, 9)
        self.assertEqual(ring.reach([slow, fast]), (5, 9))
        self.assertEqual(ring.reach([slow, fast, row(name(2, "/ring/a"), changed=8)]), (8, 9))
        late = row(name(2, "/ring/b"), 9, 6 + ring.OVER)
        self.assertEqual(ring.reach([slow, fast, late]), (6 + ring.OVER, 6 + ring.OVER))

    def test_missed(self):
        last = {}
        for numbers, expected in (((7,), []), ((8, 9), []), ((12,), [("/ring/lo", 2)]),
                                  ((1, 2), []), ((5,), [("/ring/lo", 2)]),
                                  ((3,), [("/ring/lo", 2)])):
            rows = [row(name(number), changed=number) for number in numbers]
            self.assertEqual(list(ring.missed(rows, last)), expected, numbers)
        self.assertEqual(last, {"/ring/lo": 3})

    def test_edges(self):
        def edges(*rows):
            files = [one for one in rows if one["packets"]]
            made = ring.with_edges(files, rows, HOLE)
            return sorted({one["edge"] for one in made if one["edge"] is not None})

        first = row(name(1), 0, 10)
        self.assertEqual(edges(), [])
        self.assertEqual(edges(first, row(name(2), 500, 510)), [])
        self.assertEqual(edges(first, row(name(2)), row(name(3), 500, 510)), [])
        self.assertEqual(edges(first, row(name(3), 12, 20)), [12])
        self.assertEqual(edges(first, row("/ring/x.pcap", 69, 90)), [])
        self.assertEqual(edges(first, row("/ring/x.pcap", 70, 90)), [70])
        self.assertEqual(edges(row(name(1), 0, 10, error="cut short"), row(name(2), 11, 20)), [11])
        self.assertEqual(edges(first, row(name(1, "/ring/eth"), 5, 40), row(name(2), 12, 20)), [])


class Events(unittest.TestCase):
    def test_failures_are_those_of_the_database(self):
        schema = (ROOT / "batch" / "sipcodes_batch" / "schema.sql").read_text()
        listed = re.search(r"VIEW IF NOT EXISTS failures .*?IN \((.*?)\)", schema, re.DOTALL) or (
            re.search(r"VIEW failures .*?IN \((.*?)\)", schema, re.DOTALL))
        self.assertEqual(tuple(re.findall(r"[a-z-]+", listed[1])), events.FAILURES)

    def test_frames_are_those_of_captures(self):
        unit = {"point": "p", "overlap": False, "files": [
            {"path": "/ring/a", "packets": 10}, {"path": "/ring/b", "packets": 5}]}
        text = "frame 3, frames 9 and 12, frame 99, frame 404"
        event = json.loads(events.of(unit, attempt(
            frame=11, messages=["left out"], why={"id": "x", "text": text},
            findings=[{"id": "x", "confidence": "proof", "severity": "warn", "text": text,
                       "evidence": [3, 12], "blockers": []}])))
        renamed = "frame 3 of a, frames 9 of a and 2, frame 99, frame 404"
        self.assertEqual((event["capture"], event["frame"]), ("/ring/b", 1))
        self.assertEqual(event["why"]["text"], renamed)
        self.assertEqual(event["findings"][0]["text"], renamed)
        self.assertEqual(event["findings"][0]["evidence"], ["3 of a", "2"])
        self.assertNotIn("messages", event)

    def test_lines_are_written_once(self):
        path = folder(self) / "events"
        lines = [b"one\n", b"two\n", b"three\n"]
        before = events.end_of(path)
        events.append(path, lines[:1], before)
        events.append(path, lines, before)
        self.assertEqual(path.read_bytes(), b"one\ntwo\nthree\n")
        before = events.end_of(path)
        path.write_bytes(path.read_bytes() + b"one\ntw")
        events.append(path, lines, before)
        self.assertEqual(path.read_bytes(), b"one\ntwo\nthree\n" * 2)

    def test_the_file_may_be_moved_away(self):
        path = folder(self) / "events"
        events.append(path, [b"one\n"], events.end_of(path))
        before = events.end_of(path)
        path.rename(path.with_name("events.1"))
        path.write_bytes(b"another\nprogram\n")
        events.append(path, [b"two\n"], before)
        events.append(path, [b"three\n"], events.end_of(path))
        self.assertEqual(path.read_bytes(), b"another\nprogram\ntwo\nthree\n")


class Counted(unittest.TestCase):
    def setUp(self):
        self.out = folder(self) / "out"
        self.told = self.out / "events"
        unit = {"id": "u", "point": "p", "end": 7, "overlap": False,
                "files": [{"path": "/ring/a", "packets": 9}]}
        self.unit = unit
        rows = ({"type": "unit", **unit}, attempt(), attempt("answered"), attempt(call_id="b"))
        store(result_of(self.out, "u"),
              gzip.compress("".join(json.dumps(one) + "\n" for one in rows).encode()))

    def check(self):
        kept = state.State(self.out, OPTIONS)
        kept.resume(self.told)
        again = state.State(self.out, OPTIONS)
        self.assertEqual(again.done, {"p": 7})
        self.assertEqual(sum(again.counters.series(metrics.ATTEMPTS).values()), 3)
        self.assertEqual(sum(again.counters.series(metrics.FAILURES).values()), 2)
        calls = [json.loads(line)["call_id"] for line in self.told.read_text().splitlines()]
        self.assertEqual(calls, ["a", "b"])
        self.assertEqual(list((self.out / "units").iterdir()), [])

    def test_each_step_may_be_the_last_before_a_kill(self):
        """At the first event, after the last, and after the counters are stored."""
        for module, what, number in ((events, "append", 1), (state, "store", 2), (state, "store", 3)):
            with self.subTest(what=what, number=number):
                self.setUp()
                real, calls = getattr(module, what), []

                def killed(*words, real=real, calls=calls, number=number):
                    calls.append(words)
                    if len(calls) == number:
                        raise KeyboardInterrupt
                    return real(*words)

                with mock.patch.object(module, what, killed):
                    if number == 3:
                        state.State(self.out, OPTIONS).count(self.unit, self.told)
                    else:
                        with self.assertRaises(KeyboardInterrupt):
                            state.State(self.out, OPTIONS).count(self.unit, self.told)
                self.check()

    def test_a_state_of_another_version(self):
        (self.out / state.NAME).write_text("{}")
        with self.assertRaisesRegex(state.BatchError, "not of this version: use another --out"):
            state.State(self.out, OPTIONS)

    def test_options_that_must_stay(self):
        state.State(self.out, OPTIONS).store()
        with self.assertRaisesRegex(state.BatchError, "must stay as they were: use another --out"):
            state.State(self.out, OPTIONS | {"point": "folder"})


class Metrics(unittest.TestCase):
    def test_labels_are_bounded(self):
        counters = metrics.Counters()
        for method, code, outcome in (
                ("INVITE", 503, "failed"), ("INVITE", 503, "failed"), ("X" * 999, 99, "failed"),
                ("sip:+4930@192.0.2.1", 700, "answered"), ("BYE", None, "unanswered")):
            counters.add_attempt("p", attempt(outcome, method=method, code=code))
        self.assertEqual(counters.series(metrics.ATTEMPTS), {
            ("p", "INVITE", "5xx", "503", "failed"): 2,
            ("p", "other", "other", "other", "failed"): 1,
            ("p", "other", "other", "other", "answered"): 1,
            ("p", "BYE", "none", "none", "unanswered"): 1})
        self.assertEqual(counters.series(metrics.FAILURES), {
            ("p", "INVITE", "5xx", "503", "failed", "none"): 2,
            ("p", "other", "other", "other", "failed", "none"): 1,
            ("p", "BYE", "none", "none", "unanswered", "none"): 1})

    def test_series_are_bounded(self):
        counters = metrics.Counters()
        for code in range(metrics.MOST_SERIES + 5):
            counters.add(metrics.ATTEMPTS, ("p", "INVITE", "4xx", str(code), "refused"))
        series = counters.series(metrics.ATTEMPTS)
        self.assertEqual(len(series), metrics.MOST_SERIES + 1)
        self.assertEqual(series[("other",) * 5], 5)

    def test_the_file(self):
        path = folder(self) / "sip.prom"
        counters = metrics.Counters([
            (metrics.MISSED.name, ["p"], 2), ("sipcodes_of_an_older_version_total", [], 1)])
        counters.add(metrics.DAMAGED, ('a"\\\n\udcff',))
        byte = stored("\udcff").replace("\\", "\\\\")
        metrics.write(path, counters, {"p": 0.5}, 1795886226.3961, "1.0.0")
        lines = path.read_text().splitlines()
        self.assertEqual([line for line in lines if line[0] != "#"], [
            'sipcodes_watch_files_missed_total{point="p"} 2',
            'sipcodes_watch_files_damaged_total{point="a\\"\\\\\\n' f'{byte}"}} 1',
            "sipcodes_watch_busy_seconds_total 0",
            'sipcodes_watch_lag_seconds{point="p"} 0.5',
            "sipcodes_watch_last_run_timestamp_seconds 1795886226.396",
            'sipcodes_watch_info{version="1.0.0"} 1'])
        for family in metrics.FAMILIES:
            self.assertIn(f"# HELP {family.name} {family.words}", lines)
            self.assertIn(f"# TYPE {family.name} {family.kind}", lines)
        self.assertEqual([entry.name for entry in path.parent.iterdir() if "sip.prom" in entry.name],
                         ["sip.prom"])


class Deleted(unittest.TestCase):
    """The ring deletes a file while it is looked at."""

    def setUp(self):
        made = folder(self)
        self.paths = [str(made / f"{name}.pcap") for name in "ab"]
        for path in self.paths:
            shutil.copy(SAMPLE, path)
        options = argparse.Namespace(out=made / "out", closed=None, events=str(made / "events"),
                                     limit=60, retries=2, metrics=None)
        with mock.patch.object(loop.programs, "plugin_version", lambda: "1.0.0"):
            self.watch = loop._Watch([str(made)], options, {
                "point": "one", "filter": "", "context": 64, "length": 0, "hole": 60})

    def test_while_it_is_measured(self):
        real = Path.stat

        def deleted(path, **more):
            if str(path) == self.paths[0]:
                Path(path).unlink(missing_ok=True)
            return real(path, **more)

        with mock.patch.object(Path, "stat", deleted):
            rows = self.watch._measured(self.paths, {})
        self.assertEqual([one["path"] for one in rows], self.paths[1:])

    def test_while_its_unit_runs(self):
        """The unit is not given up: the next turn makes one without that file."""
        unit = {"id": "u", "point": "all", "end": 9, "files": [{"path": path} for path in self.paths]}
        with mock.patch.object(loop.units, "run_and_record", lambda *_: False):
            os.unlink(self.paths[0])
            self.assertFalse(self.watch._judge(unit))
        self.assertEqual(self.watch._state.done, {})
        self.assertEqual(self.watch._state.counters.series(metrics.ERRORS), {})


class Units(unittest.TestCase):
    def test_intervals_follow_each_other(self):
        files = [{name: 0 for name in intervals.OF_FILE} | row(name(at), at * 100, at * 100 + 99)
                 | {"edge": None} for at in range(5)]
        options = {"context": 0, "length": 0, "filter": "", "mask": ""}
        made = intervals.units("p", files, 150, 420, "1.0.0", options)
        self.assertEqual([(unit["begin"], unit["end"]) for unit in made],
                         [(150, 200), (200, 300), (300, 400), (400, 420)])
        self.assertEqual(list(intervals.units("p", files, 600, 700, "1", options)), [])

    def test_nothing_is_read_across_an_edge(self):
        """Also where the first files after it were deleted, or where the interval begins before it."""
        files = [{name: 0 for name in intervals.OF_FILE} | row(name(at), at * 100, at * 100 + 99)
                 | {"edge": edge} for at, edge in ((0, None), (1, None), (3, 250), (4, 250), (6, 600))]
        options = {"context": 1, "length": 1, "filter": "", "mask": ""}
        for begin, end, expected in (
                (None, None, [(None, 300, [0, 100]), (300, 600, [300, 400]), (600, None, [600])]),
                (150, 350, [(150, 300, [0, 100]), (300, 350, [300, 400])]),
                (220, None, [(220, 600, [300, 400]), (600, None, [600])]),
                (700, None, [])):
            self.assertEqual([(unit["begin"], unit["end"], [file["begin"] for file in unit["files"]])
                              for unit in intervals.units("p", files, begin, end, "1.0.0", options)],
                             expected)
