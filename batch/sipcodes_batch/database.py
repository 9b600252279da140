"""The database: filled from the files of the units.

SPDX-License-Identifier: GPL-2.0-or-later

It always holds what the plan says and nothing else: units that the plan no longer has are taken out.
A unit is there whole or not at all, and loading it again changes nothing.
"""

import bisect
import gzip
import itertools
import json
import sqlite3
from pathlib import Path

from . import ending
from . import unit as units
from .moment import from_iso

NAME = "sipcodes.sqlite"
VERSION = 2  # of schema.sql: other tables or columns are another one
COLUMNS = ("unit", "point", "begin", "capture", "frame", "client", "server", "responder", "method",
           "call_id", "in_dialog", "steps", "caller", "callee", "outcome", "code",
           "first_response_time", "ring_time", "setup_time", "retransmissions", "why", "severity",
           "title", "text", "hint", "ending", "cause", "cause_title")
INSERT = (f"INSERT INTO attempts ({', '.join(COLUMNS)}) "
          f"VALUES ({', '.join(':' + column for column in COLUMNS)})")


def stored(path):
    """The name of a file as the database has it: bytes that are no UTF-8 are escaped."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def connect(out):
    """The database, new if there is none, or one of another version: it can be loaded again."""
    path = Path(out) / NAME
    database = sqlite3.connect(path)
    if database.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        database.close()
        path.unlink()
        database = sqlite3.connect(path)
        database.execute(f"PRAGMA user_version = {VERSION}")
    database.executescript((Path(__file__).parent / "schema.sql").read_text())
    database.execute("PRAGMA foreign_keys = ON")
    return database


def load(out, plan):
    """Brings the database up to the plan. Returns how many units have no result."""
    database = connect(out)
    with database:
        _load_plan(database, plan)
    loaded = {row[0] for row in database.execute("SELECT id FROM units WHERE error IS NULL")}
    missing = 0
    for unit in plan["units"]:
        if unit["id"] in loaded:
            continue
        with database:
            missing += not _load_unit(database, out, unit)
    database.close()
    return missing


def _load_plan(database, plan):
    database.execute("DELETE FROM captures")
    database.executemany("INSERT INTO captures VALUES (:path, :point, :size, :packets, :begin, "
                         ":end, :error)", ({**row, "path": stored(row["path"]),
                                            "point": stored(row["point"])}
                                           for row in plan["captures"]))
    database.execute("DELETE FROM holes")
    database.executemany("INSERT INTO holes VALUES (:point, :begin, :end)",
                         ({**row, "point": stored(row["point"])} for row in plan["holes"]))
    wanted = {unit["id"] for unit in plan["units"]}
    for (old,) in database.execute("SELECT id FROM units").fetchall():
        if old not in wanted:
            database.execute("DELETE FROM units WHERE id = ?", (old,))


def _load_unit(database, out, unit):
    path = units.path_of(out, unit)
    error = None if path.exists() else units.error_of(out, unit)
    database.execute("DELETE FROM units WHERE id = ?", (unit["id"],))
    database.execute("INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (
        unit["id"], stored(unit["point"]), unit["begin"], unit["end"], len(unit["files"]),
        unit["version"], unit["filter"], bool(unit["mask"]), error))
    if error:
        return False
    ends = ends_of(unit)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["type"] == "attempt":
                _load_attempt(database, unit, ends, row)
    return True


def _load_attempt(database, unit, ends, row):
    why = row.get("why", {})
    values = {column: row.get(column) for column in COLUMNS}
    values |= {
        "unit": unit["id"], "point": stored(unit["point"]), "begin": from_iso(row["begin"]),
        "client": row["client"]["address"], "server": row["server"]["address"],
        "responder": row.get("responder", {}).get("address"), "in_dialog": int(row["in_dialog"]), "why": why.get("id"),
        "severity": why.get("severity"), "title": why.get("title"), "text": why.get("text"),
        **ending.of(row),
    }
    values["capture"], values["frame"] = place(unit, ends, row["frame"])
    attempt = database.execute(INSERT, values).lastrowid
    database.executemany("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?)", (
        (attempt, found["id"], found["confidence"], found["severity"], found["text"],
         ",".join(found["blockers"])) for found in row["findings"]))
    database.executemany("INSERT INTO causes VALUES (?, ?, ?, ?, ?)", (
        (attempt, cause["protocol"], cause.get("value"), cause.get("name"), cause.get("text"))
        for cause in row.get("causes", ())))


def ends_of(unit):
    """How many frames of the unit there are up to the end of each of its files."""
    return list(itertools.accumulate(row["packets"] for row in unit["files"]))


def place(unit, ends, frame):
    """The capture that a frame of the unit is in, and its number there."""
    if unit["overlap"]:
        return None, frame
    at = bisect.bisect_left(ends, frame)
    return stored(unit["files"][at]["path"]), frame - (ends[at - 1] if at > 0 else 0)
