"""The same tables in PostgreSQL, through psql's COPY. Many may write to one database.

SPDX-License-Identifier: GPL-2.0-or-later

The keys are the same wherever a unit is loaded, so what another one loaded before is left alone.
"""

import contextlib
import os
import re
import subprocess
import tempfile

from . import BatchError, programs

PSQL = ("psql", "-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1")
QUIET = "-c client_min_messages=warning"
# The schema in PostgreSQL's words.
WORDS = (("INTEGER", "BIGINT"), ("REAL", "DOUBLE PRECISION"),
         ("CREATE VIEW IF NOT EXISTS", "CREATE OR REPLACE VIEW"))
LOCK = 0x51BC0DE5
ESCAPES = {ord("\\"): "\\\\", ord("\t"): "\\t", ord("\n"): "\\n", ord("\r"): "\\r", 0: "\ufffd"}


def load(url, schema, of_plan, rows, old, rows_of_unit, units):
    """Brings the database at URL up to the plan. OF_PLAN has the tables that follow the plan, with
    their keys; ROWS what the plan has, OLD the keys of what it no longer has."""
    programs.need("psql")
    for here, there in WORDS:
        schema = re.sub(rf"\b{here}\b", there, schema)
    _psql(url, [f"BEGIN;\nSELECT pg_advisory_xact_lock({LOCK});\n{schema}\nCOMMIT;\n"])
    present = set(_psql(url, [
        "CREATE TEMP TABLE wanted (id TEXT, final BIGINT);\n",
        *_copy("wanted", ((unit["id"], unit["end"]) for unit in units)),
        'SELECT w.id FROM wanted w JOIN units u ON u.id = w.id AND u."end" IS NOT DISTINCT FROM '
        "w.final WHERE u.error IS NULL;\n"]).split())
    _psql(url, _script(of_plan, rows, old, rows_of_unit,
                       (unit for unit in units if unit["id"] not in present)))


def _script(of_plan, rows, old, rows_of_unit, units):
    for table in (*of_plan, "attempts", "findings", "causes"):
        yield f"CREATE TEMP TABLE new_{table} (LIKE {table});\n"
    yield "BEGIN;\n"
    for table, columns in of_plan.items():
        yield f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE;\n"
        wanted = ", ".join(columns)
        yield f"CREATE TEMP TABLE old_{table} ON COMMIT DROP AS SELECT {wanted} FROM {table} LIMIT 0;\n"
        changing = [row[:len(columns)] for row in rows[table]] if table != "units" else []
        yield from _copy(f"old_{table}", [*old[table], *changing])
        yield f"DELETE FROM {table} WHERE ({wanted}) IN (SELECT {wanted} FROM old_{table});\n"
        if table != "units":
            yield from _add(table, rows[table])
    yield "COMMIT;\n"
    for unit in units:
        end = "NULL" if unit["end"] is None else unit["end"]
        yield (f"BEGIN;\nDELETE FROM units WHERE id = '{unit['id']}' "
               f'AND (error IS NOT NULL OR "end" IS DISTINCT FROM {end});\n')
        for table, of_table in rows_of_unit(unit).items():
            yield from _add(table, of_table)
        yield "COMMIT;\n"


def _add(table, rows):
    yield from _copy(f"new_{table}", rows)
    yield f"INSERT INTO {table} SELECT * FROM new_{table} ON CONFLICT DO NOTHING;\n"
    yield f"TRUNCATE new_{table};\n"


def _copy(table, rows):
    yield f"COPY {table} FROM STDIN;\n"
    for row in rows:
        yield "\t".join("\\N" if cell is None else str(cell).translate(ESCAPES)
                        for cell in row) + "\n"
    yield "\\.\n"


def _psql(url, script):
    """What psql prints of a script, which is written to it piece by piece."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said, \
            tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        with subprocess.Popen(
                [*PSQL, "-d", url, "-f", "-"], stdin=subprocess.PIPE, stdout=said, stderr=errors,
                encoding="utf-8", env=os.environ | {"PGOPTIONS": QUIET}) as process:
            with contextlib.suppress(BrokenPipeError), process.stdin:
                process.stdin.writelines(script)
        said.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            words = errors.read().strip().split("\n")[0]
            raise BatchError(f"psql: exit status {process.returncode}: {words}")
        return said.read()
