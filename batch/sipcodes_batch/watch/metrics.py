"""Metrics as node_exporter's textfile collector reads them.

SPDX-License-Identifier: GPL-2.0-or-later

Counters only grow, over restarts as well. No label holds an address, a number that was called or other
text from a packet: methods and codes that are not known become "other", causes are ids of findings.
"""

from pathlib import Path
from typing import NamedTuple

from ..database import stored
from ..folder import store
from .events import fails

METHODS = frozenset((
    "ACK", "BYE", "CANCEL", "INFO", "INVITE", "MESSAGE", "NOTIFY", "OPTIONS", "PRACK", "PUBLISH",
    "REFER", "REGISTER", "SUBSCRIBE", "UPDATE"))
OTHER, NONE = "other", "none"
# Series of one metric. What comes above counts as "other", so that hostile codes fill no database.
MOST_SERIES = 2000


class Family(NamedTuple):
    name: str
    kind: str
    labels: tuple
    words: str


ATTEMPTS = Family("sipcodes_attempts_total", "counter",
                  ("point", "method", "class", "code", "outcome"),
                  "Attempts, by how they ended.")
FAILURES = Family("sipcodes_failures_total", "counter",
                  ("point", "method", "class", "code", "outcome", "cause"),
                  "Attempts that failed, by cause: the id of the finding that explains them.")
MISSED = Family("sipcodes_watch_files_missed_total", "counter", ("point",),
                "Files that the ring deleted before all in them was judged.")
DAMAGED = Family("sipcodes_watch_files_damaged_total", "counter", ("point",),
                 "Closed files that cannot be read to their end.")
FILES = Family("sipcodes_watch_files_total", "counter", ("point",), "Closed files seen.")
UNITS = Family("sipcodes_watch_units_total", "counter", ("point",),
               "Intervals of time that were judged.")
ERRORS = Family("sipcodes_watch_unit_errors_total", "counter", ("point",),
                "Intervals of time that could not be judged and were given up.")
BUSY = Family("sipcodes_watch_busy_seconds_total", "counter", (), "Time spent judging.")
COUNTERS = {family.name: family for family in
            (ATTEMPTS, FAILURES, MISSED, DAMAGED, FILES, UNITS, ERRORS, BUSY)}
LAG = Family("sipcodes_watch_lag_seconds", "gauge", ("point",),
             "How long ago that is up to which all is judged.")
LAST_RUN = Family("sipcodes_watch_last_run_timestamp_seconds", "gauge", (),
                  "When the ring was last looked at.")
INFO = Family("sipcodes_watch_info", "gauge", ("version",), "Version of the plugin.")
FAMILIES = (*COUNTERS.values(), LAG, LAST_RUN, INFO)
OF_POINT = (MISSED, DAMAGED, FILES, UNITS, ERRORS)


class Counters:
    """What the counters have come to: by family, by the values of its labels."""

    def __init__(self, kept=()):
        self._values = {name: {} for name in COUNTERS}
        self._values[BUSY.name][()] = 0
        for name, labels, value in kept:
            if name in self._values:
                self._values[name][tuple(labels)] = value

    def kept(self):
        """The same as lists, for __init__()."""
        return [(name, labels, value) for name, series in self._values.items()
                for labels, value in series.items()]

    def series(self, family):
        return self._values[family.name]

    def add(self, family, labels, value=1):
        series = self._values[family.name]
        if labels not in series and len(series) >= MOST_SERIES:
            labels = (OTHER,) * len(labels)
        series[labels] = series.get(labels, 0) + value

    def begin(self, point):
        """Counters that a point has from the beginning, so that their first step is seen."""
        for family in OF_POINT:
            self.add(family, (point,), 0)

    def add_attempt(self, point, row):
        labels = (point, row["method"] if row["method"] in METHODS else OTHER,
                  *_code(row.get("code")), row["outcome"])
        self.add(ATTEMPTS, labels)
        if fails(row):
            self.add(FAILURES, (*labels, row.get("why", {}).get("id", NONE)))


def _code(code):
    """Class and code."""
    if code is None:
        return NONE, NONE
    return (f"{code // 100}xx", str(code)) if 100 <= code <= 699 else (OTHER, OTHER)


def write(path, counters, lags, now, version):
    """LAGS holds seconds by point, NOW is in seconds since the epoch."""
    gauges = {LAG.name: {(point,): lag for point, lag in lags.items()},
              LAST_RUN.name: {(): now}, INFO.name: {(version,): 1}}
    lines = []
    for family in FAMILIES:
        lines += [f"# HELP {family.name} {family.words}", f"# TYPE {family.name} {family.kind}"]
        series = gauges.get(family.name) or (
            counters.series(family) if family.name in COUNTERS else {})
        lines += (f"{family.name}{_labels(family, labels)} {round(value, 3)}"
                  for labels, value in sorted(series.items()))
    store(Path(path), ("\n".join(lines) + "\n").encode())


def _labels(family, values):
    pairs = (f'{name}="{_escaped(value)}"' for name, value in zip(family.labels, values))
    return "{" + ",".join(pairs) + "}" if values else ""


def _escaped(value):
    return stored(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
