"""The plan: which files are read together, and for which attempts.

SPDX-License-Identifier: GPL-2.0-or-later

A unit owns an interval of time of one capture point and reads all files of the point that reach into
the interval or into the context before and after it. What begins in the interval is the unit's.
The intervals of a point follow each other without a gap, from before its first packet to after its last.

Nothing is read across a hole, a time without a packet between two files: the plugin would take it
for silence and name causes for it. So it sees the end of a capture there, and says less.

A ring deletes old files. A unit that has its result when the first of its files goes is settled: it
stays as it is, and other units are made for the time around it only.
"""

import bisect
import hashlib
import itertools
import json
import math
import re
from pathlib import Path

from . import BatchError, captures
from .folder import job_of, result_of, store
from .moment import SECOND

PLAN = "plan.json"
OF_FILE = ("path", "size", "changed", "packets", "begin", "end", "error")


def make(paths, out, version, options):
    """Makes the plan and stores it in the folder OUT. Returns it."""
    old = _old(out)
    rows = captures.measure(captures.find(paths), {
        row["path"]: row for row in old["captures"] if not row["gone"]})
    for row in rows:
        row.update(point=point_of(row["path"], options["point"]), gone=False)
    gone = _gone(old, rows, options)
    settled = list(_settled(out, old["units"], rows, gone))
    points = {}
    for row in rows + gone:
        if row["packets"] > 0:
            points.setdefault(row["point"], []).append(row)
    units, holes = [], []
    for point, files in sorted(points.items()):
        files.sort(key=lambda row: (row["begin"], row["end"], row["path"]))
        between = list(_holes(point, files, options["hole"] * SECOND))
        holes += between
        units += _units(point, [row for row in files if not row["gone"]],
                        [unit for unit in settled if unit["point"] == point],
                        [hole["end"] for hole in between], version, options)
    read_ones = {_key(row) for unit in units for row in unit["files"]}
    for row in rows + gone:
        row["read"] = row["packets"] == 0 or _key(row) in read_ones
    plan = {"version": version, "options": options, "captures": rows + gone, "units": units,
            "holes": holes}
    for unit in units:
        if not result_of(out, unit["id"]).exists():
            store(job_of(out, unit["id"]), json.dumps(unit).encode())
    store(Path(out) / PLAN, json.dumps(plan).encode())
    return plan


def read(out):
    try:
        return json.loads((Path(out) / PLAN).read_text())
    except FileNotFoundError:
        raise BatchError(f"{out} holds no plan: sipcodes-batch plan PATH...") from None


def _old(out):
    try:
        return read(out)
    except (BatchError, ValueError):
        return {"captures": [], "units": [], "options": {}}


def point_of(path, option):
    """The capture point of a file: "folder", or a pattern of its name, e.g. '(sbc[0-9]+)-.*'."""
    if option == "folder":
        return str(Path(path).parent)
    if option == "one":
        return "all"
    match = re.search(option, Path(path).name)
    return (match[1] if match.re.groups else match[0]) if match else "other"


def _key(row):
    return row["path"], row["size"], row["changed"]


def _gone(old, rows, options):
    """Captures of the old plan that were deleted, or whose name another one has now. A file that
    begins as before has grown, and one that exists but was not asked for is of no interest."""
    begins = {row["path"]: row["begin"] for row in rows}
    gone = [row | {"gone": True} for row in old["captures"] if row["packets"] > 0 and (
        begins[row["path"]] != row["begin"] if row["path"] in begins
        else not Path(row["path"]).exists())]
    if gone and any(old["options"][name] != options[name] for name in ("point", "filter", "mask")):
        raise BatchError("captures that the results were made of are deleted, so --point, "
                         "--filter and --mask must stay as they were: use another --out")
    return gone


def _settled(out, units, rows, gone):
    """Units with a result, of whose files the first are deleted. The last one of a point was open:
    it ends where the first packets begin that it did not see."""
    deleted = set(map(_key, gone))
    for unit in units:
        if (deleted.isdisjoint(map(_key, unit["files"]))
                or not result_of(out, unit["id"]).exists()):
            continue
        if unit["end"] is None:
            seen = max(row["end"] for row in unit["files"])
            unseen = [row["begin"] for row in rows if row["point"] == unit["point"]
                      and row["packets"] > 0 and row["end"] > seen]
            if unseen:
                unit = unit | {"end": max(min(unseen), unit["begin"] or min(unseen))}
        yield unit


def _holes(point, files, least):
    """Times without any packet between two files. After one that cannot be read to its end, any."""
    last = files[0]
    for row in files[1:]:
        if row["begin"] - last["end"] >= (least if last["error"] is None else 1):
            yield {"point": point, "begin": last["end"], "end": row["begin"]}
        last = max(last, row, key=lambda row: row["end"])


def units_between(point, files, begin, end, edges, version, options):
    """Units for an interval that ends, in order; BEGIN may be None. FILES are those of the point with
    packets, in the order of their begin."""
    return list(_between(point, files, begin, end, edges, version, options))


def _units(point, files, settled, edges, version, options):
    """The settled units, and new ones in the time between them. All are in order. EDGES are the ends
    of holes."""
    begin = None
    for unit in settled:
        if unit["begin"] is not None and unit["begin"] != begin:
            yield from _between(point, files, begin, unit["begin"], edges, version, options)
        yield unit
        begin = unit["end"]
    if not settled or begin is not None:
        yield from _between(point, files, begin, None, edges, version, options)


def _between(point, files, begin, end, edges, version, options):
    """Units for an interval; None is without limit. FILES are in the order of their begin."""
    inside = [row["begin"] for row in files if (end is None or row["begin"] < end)
              and (begin is None or row["end"] >= begin)]
    if not inside:
        return
    borders = [begin or inside[0]]
    for start in inside:
        least = 1 if start in edges else max(options["length"] * SECOND, 1)
        if start - borders[-1] >= least:
            borders.append(start)
    begins = [row["begin"] for row in files]
    ends = list(itertools.accumulate((row["end"] for row in files), max))
    for at, border in enumerate(borders):
        following = borders[at + 1] if at + 1 < len(borders) else end
        low, high = _read(border, following, edges, options["context"] * SECOND)
        mine = [row for row in files[bisect.bisect_left(ends, low):bisect.bisect_left(begins, high)]
                if row["end"] >= low]
        yield _unit(point, border if at > 0 else begin, following, mine, version, options)


def _read(begin, end, edges, context):
    """From when to when is read for an interval: with context, but across no edge."""
    at = bisect.bisect_right(edges, begin)
    low, high = begin - context, math.inf if end is None else end + context
    return (max(low, edges[at - 1]) if at > 0 else low,
            min(high, edges[at]) if at < len(edges) else high)


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
