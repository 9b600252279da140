"""The plan: a database of the captures, and of the units that are made of them.

SPDX-License-Identifier: GPL-2.0-or-later

It is gone through row by row, as it may be larger than memory. A new one is made from the old one, and
replaces it when it is whole. The intervals of a point follow each other without a gap, from before its
first packet to after its last.

A ring deletes old files. A unit that has its result when the first of its files goes is settled: it
stays as it is, and other units are made for the time around it only.
"""

import contextlib
import itertools
import json
import os
import re
import sqlite3
import zlib
from pathlib import Path

from . import BatchError, captures, intervals, programs
from .folder import job_of, result_of, store
from .moment import SECOND

NAME = "plan.sqlite"
SCHEMA = (Path(__file__).parent / "plan.sql").read_text()
VERSION = zlib.crc32(SCHEMA.encode()) >> 1
_COLUMNS = ("path", "changed", "size", "packets", "begin", "end", "error", "interface", "point", "gone",
            "read")
# Captures that were deleted, or whose name another one has now. A file that begins as before has grown,
# and one that exists but was not asked for is of no interest.
_GONE = """INSERT OR IGNORE INTO captures
SELECT o.path, o.changed, o.size, o.packets, o.begin, o."end", o.error, o.interface, o.point, 1, 0
FROM old.captures o LEFT JOIN captures c ON c.path = o.path
WHERE o.packets > 0 AND
  CASE WHEN c.path IS NULL THEN NOT is_there(o.path) ELSE c.begin IS NOT o.begin END"""
# With the end of the last hole before each, across which nothing is read.
_FILES = """SELECT *,
  (SELECT max(h."end") FROM holes h WHERE h.point = c.point AND h."end" <= c.begin) AS edge
FROM captures c WHERE point = ? AND packets > 0 AND NOT gone ORDER BY begin, "end", path"""


class Plan:
    def __init__(self, out):
        self.path = Path(out) / NAME
        if not self.path.exists():
            raise BatchError(f"{out} holds no plan: sipcodes-batch plan PATH...")
        self._base = sqlite3.connect(self.path)
        if self._base.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            raise BatchError(f"{self.path} is not of this version: use another --out")
        ((self.version, options),) = self._base.execute("SELECT version, options FROM made")
        self.options = json.loads(options)

    def units(self):
        """One after the other, in the order of their time."""
        rows = self._base.execute("SELECT unit FROM units ORDER BY point, begin")
        return (json.loads(text) for text, in rows)

    def captures(self):
        """How many there are, and of how many not even the start could be read."""
        return self._base.execute(
            "SELECT count(*), count(*) FILTER (WHERE packets = 0 AND error <> ?) FROM captures",
            (_bytes(captures.NO_PACKETS),)).fetchone()


def make(paths, out, versions, options):
    """Makes the plan and stores it in the folder OUT. Returns it. VERSIONS: programs.versions()."""
    path = Path(out) / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    old = Plan(out).path if path.exists() else ":memory:"
    new = path.with_name(f".{NAME}.{os.getpid()}")
    try:
        with contextlib.closing(sqlite3.connect(new)) as base, base:
            _fill(base, old, out, paths, versions, options)
        new.rename(path)
    finally:
        new.unlink(missing_ok=True)
    return Plan(out)


def _fill(base, old, out, paths, versions, options):
    base.create_function("is_there", 1, os.path.exists)
    base.execute("ATTACH ? AS old", (str(old),))
    base.executescript(SCHEMA + SCHEMA.replace("EXISTS ", "EXISTS old.")
                       + f"PRAGMA user_version = {VERSION}; PRAGMA synchronous = OFF;")
    _find(base, paths, options)
    _find_gone(base, options)
    base.executemany("INSERT INTO holes VALUES (?, ?, ?)", _holes(base, options["hole"] * SECOND))
    for unit in itertools.chain(_settled(base, out), _units(base, versions[0], options)):
        _add(base, out, unit)
    base.execute("INSERT INTO made VALUES (?, ?)", (programs.named(versions), json.dumps(options)))


def point_of(row, option):
    """The capture point of a file: its folder, its interface, or a pattern of its name, e.g.
    '(sbc[0-9]+)-.*'."""
    if option == "folder":
        return str(Path(row["path"]).parent)
    if option == "interface":
        return row["interface"]
    if option == "one":
        return "all"
    match = re.search(option, Path(row["path"]).name)
    return (match and match[1 if match.re.groups else 0]) or "other"


def _bytes(cell):
    return os.fsencode(cell) if isinstance(cell, str) else cell


def _rows(cursor):
    names = [column[0] for column in cursor.description]
    for cells in cursor:
        yield dict(zip(names, (os.fsdecode(cell) if isinstance(cell, bytes) else cell
                               for cell in cells)))


class _Files:
    """The captures of a point that are there, as intervals.units() goes through them."""

    def __init__(self, base, point):
        self._base, self._point = base, point

    def __iter__(self):
        return _rows(self._base.execute(_FILES, (self._point,)))


def _find(base, paths, options):
    def known(path):
        return next(_rows(base.execute("SELECT * FROM old.captures WHERE path = ? AND NOT gone",
                                       (_bytes(path),))), None)

    base.execute("CREATE TEMP TABLE found (path BLOB PRIMARY KEY)")
    base.executemany("INSERT OR IGNORE INTO found VALUES (?)",
                     ((_bytes(path),) for path in captures.find(paths)))
    found = (row["path"] for row in _rows(base.execute("SELECT path FROM found ORDER BY path")))
    for row in captures.measure(found, known, options["point"] == "interface"):
        row.update(point=point_of(row, options["point"]), gone=0, read=int(row["packets"] == 0))
        base.execute(f"INSERT INTO captures VALUES ({', '.join('?' * len(_COLUMNS))})",
                     [_bytes(row[name]) for name in _COLUMNS])


def _find_gone(base, options):
    base.execute(_GONE)
    old = base.execute("SELECT options FROM old.made").fetchone()
    if (old and base.execute("SELECT 1 FROM captures WHERE gone").fetchone()
            and any(json.loads(old[0])[name] != options[name] for name in ("point", "filter", "mask"))):
        raise BatchError("captures that the results were made of are deleted, so --point, "
                         "--filter and --mask must stay as they were: use another --out")


def _holes(base, least):
    """Times without any packet between two files. After one that cannot be read to its end, any."""
    last = None
    for row in base.execute("""SELECT point, begin, "end", error FROM captures WHERE packets > 0
                               ORDER BY point, begin, "end", path"""):
        point, begin, end, _ = row
        if last is None or point != last[0]:
            last = row
            continue
        if begin - last[2] >= (least if last[3] is None else 1):
            yield point, last[2], begin
        last = row if end > last[2] else last


def _settled(base, out):
    """Units with a result, of whose files the first are deleted. The last one of a point was open:
    it ends where the first packets begin that it did not see."""
    for text, in base.execute("SELECT unit FROM old.units"):
        unit = json.loads(text)
        if (not any(base.execute("SELECT 1 FROM captures WHERE path = ? AND changed = ? AND gone",
                                 (_bytes(row["path"]), row["changed"])).fetchone()
                    for row in unit["files"]) or not result_of(out, unit["id"]).exists()):
            continue
        if unit["end"] is None:
            unseen, = base.execute(
                """SELECT min(begin) FROM captures
                   WHERE point = ? AND packets > 0 AND NOT gone AND "end" > ?""",
                (_bytes(unit["point"]), max(row["end"] for row in unit["files"]))).fetchone()
            if unseen is not None:
                unit["end"] = max(unseen, unit["begin"] or unseen)
        yield unit


def _units(base, version, options):
    """New ones in the time that no settled unit has."""
    for point, in base.execute(
            "SELECT DISTINCT point FROM captures WHERE packets > 0 ORDER BY point").fetchall():
        settled = base.execute('SELECT begin, "end" FROM units WHERE point = ? ORDER BY begin', (point,))
        for begin, end in list(_between(settled)):
            yield from intervals.units(os.fsdecode(point), _Files(base, point), begin, end, version,
                                       options)


def _between(settled):
    begin, open_end = None, True
    for first, last in settled:
        if first not in (None, begin):
            yield begin, first
        begin, open_end = last, last is not None
    if open_end:
        yield begin, None


def _add(base, out, unit):
    base.execute("INSERT INTO units VALUES (?, ?, ?, ?, ?)",
                 (unit["id"], _bytes(unit["point"]), unit["begin"], unit["end"], json.dumps(unit)))
    base.executemany("UPDATE captures SET read = 1 WHERE path = ? AND changed = ?",
                     ((_bytes(row["path"]), row["changed"]) for row in unit["files"]))
    if not result_of(out, unit["id"]).exists():
        store(job_of(out, unit["id"]), json.dumps(unit).encode())
