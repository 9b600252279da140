"""The turns of a watch.

SPDX-License-Identifier: GPL-2.0-or-later

The folder is listed every few seconds: a ring has some hundred names, that costs nothing, and it works
where no notification comes, e.g. on a network file system.
"""

import contextlib
import signal
import sys
import time
from pathlib import Path

from .. import BatchError, captures, intervals, plan, programs
from .. import unit as units
from ..folder import error_of
from ..moment import SECOND, to_text
from . import metrics, ring, state

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class _Stop(BaseException):
    """A signal came. subprocess kills the program that runs."""


def _stop(*_):
    raise _Stop


@contextlib.contextmanager
def _undisturbed():
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _say(words):
    print(f"sipcodes-batch: {words}", file=sys.stderr, flush=True)


def add_options(parser):
    group = parser.add_argument_group("watch")
    group.add_argument("--events", default="-", metavar="FILE|-",
                       help="where a line goes for each attempt that failed (default: %(default)s)")
    group.add_argument("--metrics", metavar="FILE.prom",
                       help="for node_exporter's textfile collector")
    group.add_argument("--closed", metavar="FILE|-",
                       help="where dumpcap names closed files: -b printname:FILE or stdout")
    group.add_argument("--poll", type=float, default=5, metavar="SECONDS",
                       help="how often the folder is listed (default: %(default)s)")
    group.add_argument("--once", action="store_true",
                       help="judge what can be judged now, and end")
    group.add_argument("--ended", action="store_true",
                       help="the capture has ended: judge all that is there, and end")


def run(folders, options, plan_options):
    """Until a signal comes. False if something could not be judged in a run that ends by itself."""
    if not folders:
        raise BatchError("watch needs the folder of a ring")
    if not options.poll > 0:
        raise BatchError("--poll must be more than 0")
    programs.need("capinfos", "tshark", "mergecap", "editcap")
    state.lock(options.out)
    watch = _Watch(folders, options, plan_options)
    for number in _SIGNALS:
        signal.signal(number, _stop)
    try:
        return watch.run()
    except _Stop:
        _say("ended by a signal; the next run goes on from here")
        return True
    except OSError as error:
        raise BatchError(f"{error}; the next run goes on from here") from None


class _Watch:
    def __init__(self, folders, options, plan_options):
        self._folders = folders
        self._options = options
        self._plan_options = plan_options
        self._context = plan_options["context"] * SECOND
        self._version = programs.plugin_version()
        self._names = ring.Names(options.closed)
        self._state = state.State(options.out, {
            name: plan_options[name] for name in ("point", "filter")})
        self._whole = True

    def run(self):
        with _undisturbed():
            self._state.resume(self._options.events)
        if not (self._options.once or self._options.ended):
            _say(f"watching {', '.join(self._folders)}; a failure is reported when the "
                 f"{self._plan_options['context']} s after it are in closed files")
        while True:
            ended = self._options.ended or self._names.over
            self._turn(ended)
            if ended or self._options.once:
                return self._whole
            self._names.wait(self._options.poll)

    def _turn(self, ended):
        paths = sorted(set(captures.find(self._folders)))
        if not ended:
            known = {row["path"] for row in self._state.rows}
            paths = ring.closed(paths, self._names.among(paths), known)
        points = self._points(paths)
        for point, rows in sorted(points.items()):
            self._advance(point, rows, ended)
        self._write_metrics()

    def _points(self, paths):
        """The rows of closed files by point. Counts what is new, and what is gone too early."""
        known = {row["path"]: row for row in self._state.rows}
        rows = self._measured(paths, known)
        new = [row for row in rows if row is not known.get(row["path"])]
        points = {}
        for row in rows:
            row["point"] = plan.point_of(row, self._plan_options["point"])
            points.setdefault(row["point"], []).append(row)
        with _undisturbed():
            for row in known.values():
                self._part_from(row)
            for row in new:
                self._meet(row, row["path"] in known)
            unseen = [row for row in new if row["path"] not in known]
            for prefix, number in ring.missed(unseen, self._state.numbers):
                self._miss(self._point_of(prefix, new), number, f"{number} files of {prefix}")
            self._state.rows = rows
            if new or len(rows) != len(known):
                self._state.store()
        return points

    def _measured(self, paths, known):
        """The ring may delete a file at any time. One that it deletes now was not seen."""
        rows = captures.measure(paths, known.get, self._plan_options["point"] == "interface")
        return [row for row in rows if row["error"] is None or Path(row["path"]).exists()]

    @staticmethod
    def _point_of(prefix, rows):
        return next(row["point"] for row in rows if ring.number_of(row["path"])[0] == prefix)

    def _part_from(self, row):
        if (row["packets"] > 0 and row["end"] >= self._state.done.get(row["point"], 0)
                and not Path(row["path"]).exists()):
            self._miss(row["point"], 1, row["path"])

    def _miss(self, point, number, what, why="deleted before it was judged"):
        _say(f"{why}: {what}")
        self._state.counters.add(metrics.MISSED, (point,), number)

    def _meet(self, row, again):
        counters, point = self._state.counters, row["point"]
        counters.begin(point)
        counters.add(metrics.FILES, (point,), 0 if again else 1)
        if row["error"] not in (None, captures.NO_PACKETS):
            _say(f"damaged: {row['path']}: {row['error']}")
            counters.add(metrics.DAMAGED, (point,))
        elif not again and row["packets"] > 0 and row["begin"] < self._state.done.get(point, 0):
            self._miss(point, 1, row["path"], "came after its time was judged")

    def _advance(self, point, rows, ended):
        """Judges what the closed files of a point tell by now."""
        files = sorted((row for row in rows if row["packets"] > 0),
                       key=lambda row: (row["begin"], row["end"], row["path"]))
        done, reach = self._state.done.get(point), ring.reach(rows)
        if reach is None:
            return
        until = reach[1] + 1 if ended else reach[0] - self._context
        if done is not None and until <= done:
            return
        files = ring.with_edges(files, rows, self._plan_options["hole"] * SECOND)
        for unit in intervals.units(point, files, done, until, self._version, self._plan_options):
            if not self._judge(unit):
                return
        with _undisturbed():
            self._state.done[point] = until
            self._state.store()

    def _judge(self, unit):
        """False if a file of it was deleted meanwhile: the next turn makes another unit."""
        begin = time.monotonic()
        out, point, counters = self._options.out, unit["point"], self._state.counters
        whole = any(units.run_and_record(out, unit, self._options.limit)
                    for _ in range(max(self._options.retries, 1)))
        if not whole and not all(Path(row["path"]).exists() for row in unit["files"]):
            return False
        with _undisturbed():
            if not whole:
                self._give_up(unit)
            counters.add(metrics.UNITS, (point,), int(whole))
            counters.add(metrics.BUSY, (), time.monotonic() - begin)
            self._state.count(unit, self._options.events)
            self._write_metrics()
        return True

    def _give_up(self, unit):
        error = error_of(self._options.out, unit["id"]).read_text(errors="replace").strip()
        _say(f"not judged: {unit['point']} up to {to_text(unit['end'])}: {error}")
        self._state.counters.add(metrics.ERRORS, (unit["point"],))
        self._whole = False

    def _write_metrics(self):
        if self._options.metrics:
            now = time.time()
            lags = {point: max(now - done / SECOND, 0) for point, done in self._state.done.items()}
            metrics.write(self._options.metrics, self._state.counters, lags, now, self._version)
