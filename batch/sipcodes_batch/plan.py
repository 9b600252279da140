"""The plan: which files are read together, and for which attempts.

SPDX-License-Identifier: GPL-2.0-or-later

A unit owns an interval of time of one capture point and reads all files of the point that reach into
the interval or into the context before and after it. What begins in the interval is the unit's.
The intervals of a point follow each other without a gap, from before its first packet to after its last.
"""

import hashlib
import json
import os
import re
from pathlib import Path

from . import BatchError, captures
from .moment import SECOND

PLAN = "plan.json"


def make(paths, out, version, options):
    """Makes the plan and stores it in the folder OUT. Returns it."""
    rows = captures.measure(captures.find(paths), {row["path"]: row for row in _old(out)})
    points = {}
    for row in rows:
        row["point"] = _point(row["path"], options["point"])
        if row["packets"] > 0:
            points.setdefault(row["point"], []).append(row)
    units, holes = [], []
    for point, files in sorted(points.items()):
        files.sort(key=lambda row: (row["begin"], row["end"], row["path"]))
        holes += _holes(point, files, options["hole"] * SECOND)
        units += _units(point, files, version, options)
    plan = {"version": version, "options": options, "captures": rows, "units": units,
            "holes": holes}
    store(Path(out) / PLAN, json.dumps(plan, indent=1).encode())
    return plan


def read(out):
    try:
        return json.loads((Path(out) / PLAN).read_text())
    except FileNotFoundError:
        raise BatchError(f"{out} holds no plan: sipcodes-batch plan PATH...") from None


def store(path, data):
    """Writes a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    temporary.rename(path)


def _old(out):
    try:
        return read(out)["captures"]
    except (BatchError, ValueError, KeyError):
        return []


def _point(path, option):
    """The capture point of a file: "folder", or a pattern of its name, e.g. '(sbc[0-9]+)-.*'."""
    if option == "folder":
        return str(Path(path).parent)
    if option == "one":
        return "all"
    match = re.search(option, Path(path).name)
    return (match[1] if match.re.groups else match[0]) if match else "other"


def _holes(point, files, least):
    """Times without any packet between two files."""
    end = files[0]["end"]
    for row in files[1:]:
        if row["begin"] - end >= least:
            yield {"point": point, "begin": end, "end": row["begin"]}
        end = max(end, row["end"])


def _units(point, files, version, options):
    context, least = options["context"] * SECOND, options["length"] * SECOND
    borders = [files[0]["begin"]]
    for row in files[1:]:
        if row["begin"] - borders[-1] >= least and row["begin"] > borders[-1]:
            borders.append(row["begin"])
    for number, border in enumerate(borders):
        begin = border if number > 0 else None
        end = borders[number + 1] if number + 1 < len(borders) else None
        mine = [row for row in files
                if (begin is None or row["end"] >= begin - context)
                and (end is None or row["begin"] < end + context)]
        yield _unit(point, begin, end, mine, version, options)


def _unit(point, begin, end, files, version, options):
    unit = {
        "point": point, "begin": begin, "end": end, "version": version,
        "filter": options["filter"], "mask": options["mask"],
        "files": [{key: row[key] for key in ("path", "size", "changed", "packets", "error")}
                  for row in files],
        # One after the other unless they overlap: then frames can be given by file.
        "overlap": any(files[at]["begin"] < max(row["end"] for row in files[:at])
                       for at in range(1, len(files))),
    }
    unit["id"] = hashlib.sha256(json.dumps(unit, sort_keys=True).encode()).hexdigest()[:24]
    return unit
