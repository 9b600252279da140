"""Units: which files are read together, and for which attempts.

SPDX-License-Identifier: GPL-2.0-or-later

A unit owns an interval of time of one capture point and reads all files of the point that reach into
the interval or into the context before and after it. What begins in the interval is the unit's.

Nothing is read across a hole, a time without a packet between two files: the plugin would take it
for silence and name causes for it. So it sees the end of a capture there, and says less.
"""

import hashlib
import itertools
import json
import math

from .moment import SECOND

OF_FILE = ("path", "size", "changed", "packets", "begin", "end", "error")


def units(point, files, begin, end, version, options):
    """Units for an interval, in order; None is without limit. FILES, which is gone through twice at the same
    time, has those of the point with packets, in the order of their begin; each has `edge`, the
    end of the last hole before it, or None."""
    context, coming, window = options["context"] * SECOND, iter(files), []
    after = next(coming, None)
    borders = itertools.chain(_borders(files, begin, end, options["length"] * SECOND), ((end, None),))
    for (start, edge), (following, _) in itertools.pairwise(borders):
        high = math.inf if following is None else following + context
        while after and after["begin"] < high:
            window.append(after)
            after = next(coming, None)
        window = [row for row in window if row["end"] >= start - context]
        yield _unit(point, begin, following, [row for row in window if row["edge"] == edge],
                    version, options)
        begin = following


def _borders(files, begin, end, length):
    """Where units begin, each with the edge before it."""
    last, edge = None, None
    for row in files:
        if end is not None and row["begin"] >= end:
            return
        start = row["begin"]
        if last is None:
            if begin is not None and row["end"] < begin:
                continue
            if begin is not None and (row["edge"] is None or row["edge"] <= begin):
                start = begin
        elif row["edge"] == edge and start - last < max(length, 1):
            continue
        last, edge = start, row["edge"]
        yield last, edge


def _unit(point, begin, end, files, version, options):
    ends = itertools.accumulate((row["end"] for row in files), max)
    unit = {
        "point": point, "begin": begin, "end": end, "version": version,
        "filter": options["filter"], "mask": options["mask"],
        "files": [{name: row[name] for name in OF_FILE} for row in files],
        # One after the other unless they overlap: then frames cannot be given by file.
        "overlap": any(row["begin"] < before for before, row in zip(ends, files[1:])),
    }
    unit["id"] = hashlib.sha256(json.dumps(unit, sort_keys=True).encode()).hexdigest()[:24]
    return unit
