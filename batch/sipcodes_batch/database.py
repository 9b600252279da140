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
import zlib
from pathlib import Path

from . import BatchError, postgresql
from .folder import error_of, result_of
from .moment import from_iso
from .unit import owns

NAME = "sipcodes.sqlite"
SCHEMA = (Path(__file__).parent / "schema.sql").read_text()
VERSION = zlib.crc32(SCHEMA.encode()) >> 1
# Tables, and of those that follow the plan the columns that tell rows apart.
OF_PLAN = {"captures": ("path", "changed"), "holes": ("point", "begin"), "units": ("id",)}
OF_UNIT = ("units", "attempts", "findings", "causes")


def connect(out):
    """The database to read, which `load` made."""
    path = Path(out) / NAME
    if path.exists():
        database = sqlite3.connect(path)
        if database.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return database
    raise BatchError(f"{out} holds no database of this version: sipcodes-batch load")


def _create(out):
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


def load(out, plan, url=None):
    """Brings the database up to the plan, and before it the one of PostgreSQL at URL. Returns how
    many units have no result."""
    database = _create(out)
    rows = _rows_of_plan(plan)
    old = {table: _old(database, table, columns, rows[table])
           for table, columns in OF_PLAN.items()}
    if url:
        postgresql.load(url, SCHEMA, OF_PLAN, rows, old,
                        lambda unit: rows_of_unit(out, unit), plan["units"])
    with database:
        for table, columns in OF_PLAN.items():
            where = " AND ".join(f"{column} = ?" for column in columns)
            database.executemany(f"DELETE FROM {table} WHERE {where}", old[table])
        for table in ("captures", "holes"):
            _insert(database, "INSERT OR REPLACE", table, rows[table])
    whole = set(database.execute('SELECT id, "end" FROM units WHERE error IS NULL'))
    missing = 0
    for unit in plan["units"]:
        if (unit["id"], unit["end"]) not in whole:
            missing += not _load_unit(database, unit, rows_of_unit(out, unit))
    database.close()
    return missing


def _rows_of_plan(plan):
    return {
        "captures": [(
            stored(row["path"]), row["changed"], stored(row["point"]), row["size"], row["packets"],
            row["begin"], row["end"], row["error"] if row["read"] else _unread(row),
            int(row["gone"])) for row in plan["captures"]],
        "holes": [(stored(row["point"]), row["begin"], row["end"]) for row in plan["holes"]],
        "units": [(unit["id"],) for unit in plan["units"]],
    }


def _unread(row):
    return ("deleted before it was read" if row["gone"]
            else "not read: it came after others of its time were deleted")


def _old(database, table, columns, rows):
    """What tells the rows apart that the plan no longer has."""
    wanted = {row[:len(columns)] for row in rows}
    return [row for row in database.execute(f"SELECT {', '.join(columns)} FROM {table}")
            if row not in wanted]


def _insert(database, how, table, rows):
    if rows:
        database.executemany(
            f"{how} INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _load_unit(database, unit, rows):
    """True if there is a result."""
    with database:
        database.execute("DELETE FROM units WHERE id = ?", (unit["id"],))
        for table in OF_UNIT:
            _insert(database, "INSERT", table, rows[table])
    return rows["units"][0][-1] is None


def rows_of_unit(out, unit):
    """The rows of each table of OF_UNIT, with their columns in the order of the schema."""
    path = result_of(out, unit["id"])
    rows = {table: [] for table in OF_UNIT}
    rows["units"].append((
        unit["id"], stored(unit["point"]), unit["begin"], unit["end"], len(unit["files"]),
        unit["version"], unit["filter"], None if path.exists() else _error(out, unit)))
    if not path.exists():
        return rows
    ends = ends_of(unit)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if row["type"] == "attempt" and owns(unit, from_iso(row["begin"])):
                _add_attempt(rows, f"{unit['id']}.{number}", unit, ends, row)
    return rows


def _error(out, unit):
    try:
        return error_of(out, unit["id"]).read_text(errors="replace").strip()
    except FileNotFoundError:
        return "not run"


def _add_attempt(rows, name, unit, ends, row):
    why = row.get("why", {})
    rows["attempts"].append((
        name, unit["id"], stored(unit["point"]), from_iso(row["begin"]),
        *place(unit, ends, row["frame"]), row["client"]["address"], row["server"]["address"],
        row["method"], row["call_id"], int(row["in_dialog"]), row["steps"], row.get("caller"),
        row.get("callee"), row["outcome"], row.get("code"), row.get("first_response_time"),
        row.get("ring_time"), row.get("setup_time"), why.get("id"), why.get("severity"),
        why.get("title"), why.get("text"), row.get("hint")))
    rows["findings"] += (
        (name, place, found["id"], found["confidence"], found["severity"], found["text"],
         ",".join(found["blockers"])) for place, found in enumerate(row["findings"]))
    rows["causes"] += (
        (name, place, cause["protocol"], cause.get("value"), cause.get("name"), cause.get("text"))
        for place, cause in enumerate(row.get("causes", ())))


def ends_of(unit):
    """How many frames of the unit there are up to the end of each of its files."""
    return list(itertools.accumulate(row["packets"] for row in unit["files"]))


def place(unit, ends, frame):
    """The capture that a frame of the unit is in, and its number there."""
    if unit["overlap"]:
        return None, frame
    at = bisect.bisect_left(ends, frame)
    return stored(unit["files"][at]["path"]), frame - (ends[at - 1] if at > 0 else 0)


def stored(name):
    """A name of a file, which may hold bytes that are no text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
