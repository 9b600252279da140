"""The report of a database: as text, Markdown, CSV or a page.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import csv
import io
import itertools
from pathlib import Path

from . import database, page
from .folder import store
from .moment import to_text
from .words import plain

FORMATS = ("text", "md", "csv", "html")
PAGE = "report.html"
TOP = 20

# Title, columns, query.
TABLES = (
    ("Not read, or not to the end", ("Capture", "Why"),
     "SELECT path, error FROM captures WHERE error IS NOT NULL ORDER BY path"),
    ("Units without a result", ("Unit", "Capture point", "Why"),
     "SELECT id, point, error FROM units WHERE error IS NOT NULL ORDER BY point, begin"),
    ("Holes between files", ("Capture point", "From", "To", "Attempts that may end in it"),
     """SELECT h.point, moment(h.begin), moment(h."end"), count(a.id)
        FROM holes h LEFT JOIN attempts_at_holes a
          ON a.point = h.point AND a.hole_begin = h.begin
        GROUP BY h.point, h.begin ORDER BY h.point, h.begin"""),
    ("Outcomes of all attempts", ("Attempts", "Outcome"),
     "SELECT count(*), outcome FROM attempts GROUP BY outcome ORDER BY 1 DESC, 2"),
    ("Causes", ("Attempts", "Cause", "Title", "Next"),
     f"""SELECT count(*), coalesce(why, ''), title, coalesce(min(hint), '') FROM attempts
        WHERE title IS NOT NULL AND outcome NOT IN ('answered', 'unknown')
        GROUP BY why, title ORDER BY 1 DESC, 3 LIMIT {TOP}"""),
    ("Ratios of calls", ("Capture point", "Calls", "SER", "SEER", "NER", "ASR"),
     """SELECT point, calls, percent(ser), percent(seer), percent(ner), percent(asr)
        FROM ratios ORDER BY point"""),
    ("Calls by trunk", ("Calls", "From", "To", "Answered"),
     f"""SELECT count(*), client, server, sum(outcome = 'answered') FROM calls
        GROUP BY client, server ORDER BY 1 DESC, 2, 3 LIMIT {TOP}"""),
    ("Failures by method and code", ("Attempts", "Method", "Code"),
     f"""SELECT count(*), method, coalesce(code, 'none') FROM failures
        GROUP BY method, code ORDER BY 1 DESC, 2, 3 LIMIT {TOP}"""),
    ("Slowest first responses", ("Seconds", "Method", "Server", "Capture", "Frame"),
     f"""SELECT printf('%.3f', first_response_time), method, server, coalesce(capture, 'merged'),
          frame FROM attempts WHERE first_response_time >= 0.5
        ORDER BY first_response_time DESC, begin LIMIT {TOP}"""),
    ("Examples of failures", ("Title", "Capture", "Frame", "Call-ID"),
     f"""SELECT title, coalesce(capture, 'merged'), frame, call_id FROM (
          SELECT *, row_number() OVER (PARTITION BY why, title ORDER BY begin, id) AS place,
            count(*) OVER (PARTITION BY why, title) AS size
          FROM failures WHERE title IS NOT NULL)
        WHERE place = 1 ORDER BY size DESC, title LIMIT {TOP}"""),
)


def write(out, form, file):
    base = database.connect(out)
    if form == "html":
        page.write(base, out, file)
        base.close()
        return
    base.create_function("moment", 1, to_text)
    base.create_function("percent", 1, lambda value: "-" if value is None else f"{value:.1f} %")
    {"text": _text, "md": _markdown, "csv": _csv}[form](_head(base), _tables(base), file)
    base.close()


def _tables(base):
    """Title, columns and rows of those that have any. There may be more rows than fit into memory."""
    for title, columns, query in TABLES:
        base.execute(f"CREATE TEMP TABLE shown AS {query}")
        if base.execute("SELECT 1 FROM shown").fetchone():
            yield title, columns, _Rows(base)
        base.execute("DROP TABLE shown")


class _Rows:
    """Those of the table at hand, from the first one on each time."""

    def __init__(self, base):
        self._base = base

    def __iter__(self):
        return self._base.execute("SELECT * FROM shown")


def store_page(out):
    """Writes the page into the folder OUT. Returns its path."""
    file = io.StringIO()
    write(out, "html", file)
    path = Path(out) / PAGE
    store(path, file.getvalue().encode())
    return path


def _head(base):
    begin, end = base.execute('SELECT min(begin), max("end") FROM captures').fetchone()
    captures, points, packets = base.execute(
        "SELECT count(*), count(DISTINCT point), total(packets) FROM captures").fetchone()
    attempts, calls = base.execute(
        "SELECT (SELECT count(*) FROM attempts), (SELECT count(*) FROM calls)").fetchone()
    versions = base.execute("SELECT DISTINCT version FROM units ORDER BY 1").fetchall()
    filters = base.execute("SELECT DISTINCT filter FROM units WHERE filter <> ''").fetchall()
    head = [
        ("Time", "none" if begin is None else f"{to_text(begin)} to {to_text(end)}"),
        ("Captures", f"{captures} of {points} capture points, {packets:.0f} packets"),
        ("Attempts", f"{attempts}, of these {calls} calls"),
        ("Plugin", ", ".join(row[0] for row in versions) or "none"),
    ]
    head += [("Cut short", f"up to {most} SIP messages in {cut} of {units} units: causes may be missing; "
                           "capture whole packets (-s 0), and all of a connection")
             for cut, units, most in base.execute(database.CUT_SHORT) if cut]
    return head + [("Filter", row[0]) for row in filters]


def _text(head, tables, file):
    print("\nSIP report\n==========", file=file)
    for name, value in head:
        print(f"{name:10} {plain(value)}", file=file)
    for title, columns, rows in tables:
        print(f"\n{title}\n{'-' * len(title)}", file=file)
        widths = list(map(len, columns))
        for row in rows:
            widths = [max(width, len(plain(cell))) for width, cell in zip(widths, row)]
        for line in itertools.chain([columns], rows):
            print("  ".join(plain(cell).ljust(width) for cell, width in zip(line, widths)).rstrip(),
                  file=file)


def _markdown(head, tables, file):
    def row(cells):
        print("| " + " | ".join(map(_escaped, cells)) + " |", file=file)

    print("# SIP report\n", file=file)
    for name, value in head:
        print(f"* {name}: {_escaped(value)}", file=file)
    for title, columns, rows in tables:
        print(f"\n## {title}\n", file=file)
        row(columns)
        row(["---"] * len(columns))
        for cells in rows:
            row(cells)


def _escaped(cell):
    text = plain(cell)
    if text == "---":
        return text
    return "".join("\\" + c if c in "\\`*_[]<>|#&" else c for c in text)


def _csv(head, tables, file):
    """A row for each line of each table, with the title of the table first."""
    writer = csv.writer(file, lineterminator="\n")
    for name, value in head:
        writer.writerow(("Report", _cell(name), _cell(value)))
    for title, columns, rows in tables:
        writer.writerow((title, *columns))
        for cells in rows:
            writer.writerow((title, *map(_cell, cells)))


def _cell(cell):
    """No spreadsheet takes it for a formula."""
    text = plain(cell)
    return "'" + text if text[:1] in ("=", "+", "-", "@") and len(text) > 1 else text
