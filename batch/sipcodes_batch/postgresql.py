"""The same tables in PostgreSQL, through psql's COPY. Many may write to one database.

SPDX-License-Identifier: GPL-2.0-or-later

The keys are the same wherever a unit is loaded, so what another one loaded before is left alone.
"""

import contextlib
import json
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


def load(url, schema, of_plan, base, rows_of_unit):
    """Brings the database at URL up to the plan. OF_PLAN has the tables that follow the plan, with
    their keys; BASE, the database here, has what is wanted in them as wanted_..., and the plan."""
    programs.need("psql")
    for here, there in WORDS:
        schema = re.sub(rf"\b{here}\b", there, schema)
    _psql(url, [f"BEGIN;\nSELECT pg_advisory_xact_lock({LOCK});\n{schema}\nCOMMIT;\n"])
    with tempfile.TemporaryFile("w+", encoding="utf-8") as absent:
        _psql(url, [
            "CREATE TEMP TABLE wanted (id TEXT, final BIGINT);\n",
            *_copy("wanted", base.execute('SELECT id, "end" FROM plan.units')),
            'SELECT id FROM wanted w WHERE NOT EXISTS (SELECT 1 FROM units u WHERE u.id = w.id '
            'AND u."end" IS NOT DISTINCT FROM w.final AND u.error IS NULL);\n'], absent)
        absent.seek(0)
        texts = (base.execute("SELECT unit FROM plan.units WHERE id = ?", (line.strip(),)).fetchone()
                 for line in absent)
        _psql(url, _script(of_plan, base, rows_of_unit, (json.loads(text) for text, in texts)))


def _script(of_plan, base, rows_of_unit, units):
    for table in (*of_plan, "attempts", "findings", "causes"):
        yield f"CREATE TEMP TABLE new_{table} (LIKE {table});\n"
    yield "BEGIN;\n"
    for table, columns in of_plan.items():
        # Units that stay are changed below.
        leaving = "EXCEPT" if table == "units" else "UNION"
        yield f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE;\n"
        yield f"CREATE TEMP TABLE old_{table} ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0;\n"
        yield from _copy(f"old_{table}", base.execute(
            f"SELECT {columns} FROM {table} {leaving} SELECT {columns} FROM wanted_{table}"))
        yield f"DELETE FROM {table} WHERE ({columns}) IN (SELECT {columns} FROM old_{table});\n"
        if table != "units":
            yield from _add(table, base.execute(f"SELECT * FROM wanted_{table}"))
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


def _psql(url, script, said=subprocess.DEVNULL):
    """Runs a script, which is written to psql piece by piece. SAID is a file for what psql prints."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        with subprocess.Popen(
                [*PSQL, "-d", url, "-f", "-"], stdin=subprocess.PIPE, stdout=said, stderr=errors,
                encoding="utf-8", env=os.environ | {"PGOPTIONS": QUIET}) as process:
            with contextlib.suppress(BrokenPipeError), process.stdin:
                process.stdin.writelines(script)
        if process.returncode != 0:
            errors.seek(0)
            words = errors.read().strip().split("\n")[0]
            raise BatchError(f"psql: exit status {process.returncode}: {words}")
