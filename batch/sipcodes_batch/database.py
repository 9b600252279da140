"""The database: filled from the files of the units.

SPDX-License-Identifier: GPL-2.0-or-later

It always holds what the plan says and nothing else: units that the plan no longer has are taken out.
A unit is there whole or not at all, and loading it again changes nothing.
"""

import bisect
import gzip
import itertools
import json
import os
import sqlite3
import zlib
from pathlib import Path

from . import BatchError, ending, plan, postgresql
from .folder import error_of, result_of
from .moment import from_iso
from .unit import owns

NAME = "sipcodes.sqlite"
SCHEMA = (Path(__file__).parent / "schema.sql").read_text()
VERSION = zlib.crc32(SCHEMA.encode()) >> 1
# Tables, and of those that follow the plan the columns that tell rows apart.
OF_PLAN = {"captures": "path, changed", "holes": "point, begin", "units": "id"}
OF_UNIT = ("units", "attempts", "findings", "causes")
# The rows that the plan has, with their columns in the order of the schema; of units their keys.
_WANTED = """
CREATE TEMP VIEW wanted_captures AS SELECT stored(path) AS path, changed, stored(point) AS point, size,
  packets, begin, "end", CASE WHEN read THEN stored(error) WHEN gone THEN 'deleted before it was read'
    ELSE 'not read: it came after others of its time were deleted' END AS error, gone
  FROM plan.captures;
CREATE TEMP VIEW wanted_holes AS SELECT stored(point) AS point, begin, "end" FROM plan.holes;
CREATE TEMP VIEW wanted_units AS SELECT id FROM plan.units;
"""
# Units in which messages are cut short, units, and at most so many messages: one in the context of several
# units counts for each.
CUT_SHORT = "SELECT count(*) FILTER (WHERE cut_short > 0), count(*), coalesce(sum(cut_short), 0) FROM units"
_WITHOUT_RESULT = """SELECT unit FROM plan.units p WHERE NOT EXISTS (
  SELECT 1 FROM main.units u WHERE u.id = p.id AND u."end" IS p."end" AND u.error IS NULL)"""


def stored(path):
    """The name of a file as the database has it: bytes that are no UTF-8 are escaped."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def connect(out):
    """The database to read, which `load` made."""
    path = Path(out) / NAME
    if path.exists():
        database = sqlite3.connect(path)
        if database.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return database
    raise BatchError(f"{out} holds no database of this version: sipcodes-batch load")


def create(out):
    """The database to fill. One of another version is made anew, from the files of the units."""
    path = Path(out) / NAME
    database = sqlite3.connect(path)
    found = database.execute("PRAGMA user_version").fetchone()[0]
    if found != VERSION:
        database.close()
        path.unlink()
        database = sqlite3.connect(path)
        database.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
    database.execute("PRAGMA foreign_keys = ON")
    return database


def load(out, url=None):
    """Brings the database up to the plan, and before it the one of PostgreSQL at URL. Returns how
    many units have no result."""
    database = create(out)
    _attach(database, plan.Plan(out).path)
    if url:
        postgresql.load(url, SCHEMA, OF_PLAN, database, lambda unit: rows_of_unit(out, unit))
    with database:
        for table, columns in OF_PLAN.items():
            database.execute(f"DELETE FROM {table} WHERE ({columns}) NOT IN "
                             f"(SELECT {columns} FROM wanted_{table})")
        for table in ("captures", "holes"):
            database.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM wanted_{table}")
    missing = 0
    for text, in database.execute(_WITHOUT_RESULT):
        unit = json.loads(text)
        missing += not _load_unit(database, unit["id"], rows_of_unit(out, unit))
    database.close()
    return missing


def _attach(database, path):
    """Makes the plan part of the database, as long as it is open."""
    database.create_function(
        "stored", 1, lambda name: None if name is None else stored(os.fsdecode(name)))
    database.execute("ATTACH ? AS plan", (str(path),))
    database.executescript(_WANTED)


def _load_unit(database, name, rows):
    """True if there is a result."""
    with database:
        database.execute("DELETE FROM units WHERE id = ?", (name,))
        for table in OF_UNIT:
            if rows[table]:
                places = ", ".join("?" * len(rows[table][0]))
                database.executemany(f"INSERT INTO {table} VALUES ({places})", rows[table])
    return rows["units"][0][-1] is None


def rows_of_unit(out, unit):
    """The rows of each table of OF_UNIT, with their columns in the order of the schema."""
    path, cut_short = result_of(out, unit["id"]), None
    rows = {table: [] for table in OF_UNIT}
    if path.exists():
        ends = ends_of(unit)
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                if row["type"] == "attempt" and owns(unit, from_iso(row["begin"])):
                    _add_attempt(rows, f"{unit['id']}.{number}", unit, ends, row)
                elif row["type"] == "end":
                    cut_short = row.get("cut_short")
    rows["units"].append((
        unit["id"], stored(unit["point"]), unit["begin"], unit["end"], len(unit["files"]),
        unit["version"], unit["filter"], int(unit["mask"] != ""), cut_short,
        None if path.exists() else _error(out, unit)))
    return rows


def _error(out, unit):
    try:
        return error_of(out, unit["id"]).read_text(errors="replace").strip()
    except FileNotFoundError:
        return "not run"


def _add_attempt(rows, name, unit, ends, row):
    why = row.get("why", {})
    ended = ending.of(row)
    rows["attempts"].append((
        name, unit["id"], stored(unit["point"]), from_iso(row["begin"]),
        *place(unit, ends, row["frame"]), row["client"]["address"], row["server"]["address"],
        row.get("responder", {}).get("address"), row["method"], row["call_id"],
        int(row["in_dialog"]), row["steps"], row.get("caller"), row.get("callee"), row["outcome"],
        row.get("code"), row.get("first_response_time"), row.get("ring_time"),
        row.get("setup_time"), row["retransmissions"], why.get("id"), why.get("severity"),
        why.get("title"), why.get("text"), row.get("hint"),
        *(ended[column] for column in ("ending", "cause", "cause_title"))))
    rows["findings"] += (
        (name, number, found["id"], found["confidence"], found["severity"], found["text"],
         ",".join(found["blockers"])) for number, found in enumerate(row["findings"]))
    rows["causes"] += (
        (name, number, cause["protocol"], cause.get("value"), cause.get("name"), cause.get("text"))
        for number, cause in enumerate(row.get("causes", ())))


def ends_of(unit):
    """How many frames of the unit there are up to the end of each of its files."""
    return list(itertools.accumulate(row["packets"] for row in unit["files"]))


def place(unit, ends, frame):
    """The capture that a frame of the unit is in, and its number there."""
    if unit["overlap"]:
        return None, frame
    at = bisect.bisect_left(ends, frame)
    return stored(unit["files"][at]["path"]), frame - (ends[at - 1] if at > 0 else 0)
