"""What was read, and what was not.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import time as clock

from ..moment import SECOND
from .markup import Column, Left, Markup, join, table, tag
from .moments import both, short

ROWS = 50


def facts(base):
    """What the report is of, as a list of terms."""
    begin, end = base.execute('SELECT min(begin), max("end") FROM captures').fetchone()
    captures, points, packets = base.execute(
        "SELECT count(*), count(DISTINCT point), sum(packets) FROM captures").fetchone()
    attempts, calls = base.execute(
        "SELECT (SELECT count(*) FROM attempts), (SELECT count(*) FROM calls)").fetchone()
    masked = base.execute("SELECT total(masked) FROM units").fetchone()[0]
    terms = [
        ("Time", "none" if begin is None else join((both(begin), " to ", both(end)))),
        ("Captures", f"{captures:,} files, {packets or 0:,} packets; capture points: {points:,}"),
        ("Attempts", f"{attempts:,}, of these {calls:,} calls"),
        *(("Filter", tag("code", row[0])) for row in base.execute(
            "SELECT DISTINCT filter FROM units WHERE filter <> '' LIMIT 5")),
        ("Names", "host-… in place of addresses, Call-IDs cut" if masked else "as captured"),
        ("Plugin", ", ".join(row[0] for row in base.execute(
            "SELECT DISTINCT version FROM units ORDER BY 1 LIMIT 5")) or "none"),
        ("Report made", both(int(clock.time()) * SECOND)),
    ]
    return tag("dl", *(tag("div", tag("dt", term), tag("dd", value)) for term, value in terms))


def _counts(base):
    return (
        (base.execute("SELECT count(*) FROM captures WHERE error IS NOT NULL").fetchone()[0],
         "captures not read, or not to their end"),
        (base.execute("SELECT count(*) FROM units WHERE error IS NOT NULL").fetchone()[0],
         "units without a result"),
        (base.execute("SELECT count(*) FROM holes").fetchone()[0], "holes between files"),
        (base.execute("SELECT count(*) FROM units WHERE cut_short > 0").fetchone()[0],
         "units with messages that are cut short"),
        (base.execute("SELECT count(*) FROM attempts WHERE ending = 'open'").fetchone()[0],
         "attempts whose end is not in the captures"),
    )


def missing(base):
    """What the numbers lack; says so if that is nothing."""
    counts = [(count, what) for count, what in _counts(base) if count > 0]
    if not counts:
        return tag("p", "All captures were read to their end, and there is no hole between files.")
    said = tag("p", "Incomplete: ",
               "; ".join(f"{count:,} {what}" for count, what in counts), ".", class_="warning")
    captures = base.execute(
        "SELECT path, packets, error FROM captures WHERE error IS NOT NULL ORDER BY path LIMIT ?",
        (ROWS,)).fetchall()
    units = base.execute(
        "SELECT id, point, error FROM units WHERE error IS NOT NULL ORDER BY point, begin LIMIT ?",
        (ROWS,)).fetchall()
    numbers = dict((what, count) for count, what in counts)
    parts = (
        table("Captures not read, or not to their end",
              (Column("Capture", "name"), Column("Packets read", "number"), Column("Why")),
              captures, _left(numbers, "captures not read, or not to their end", captures)),
        table("Units without a result", (Column("Unit", "name"), Column("Capture point"),
                                         Column("Why")),
              units, _left(numbers, "units without a result", units)),
        _holes(base, numbers),
        _cut_short(base),
    )
    if not any(parts):
        return said
    return join((said, tag("details", tag("summary", "What was not read"), *parts)))


def _holes(base, numbers):
    rows = base.execute(
        """SELECT h.point, h.begin, h."end", count(a.id) FROM holes h LEFT JOIN attempts_at_holes a
             ON a.point = h.point AND a.hole_begin = h.begin
           GROUP BY h.point, h.begin ORDER BY h.point, h.begin LIMIT ?""", (ROWS,)).fetchall()
    return table("Holes between files",
                 (Column("Capture point", "name"), Column("From"), Column("To"),
                  Column("Attempts that may end in it", "number")),
                 [(point, short(begin), short(end), count) for point, begin, end, count in rows],
                 _left(numbers, "holes between files", rows))


def _cut_short(base):
    rows = base.execute(
        """SELECT point, count(*) FILTER (WHERE cut_short > 0), count(*), sum(cut_short) FROM units
           GROUP BY point HAVING sum(cut_short) > 0 ORDER BY 4 DESC, point LIMIT ?""", (ROWS,)).fetchall()
    if not rows:
        return Markup()
    points, = base.execute("SELECT count(DISTINCT point) FROM units WHERE cut_short > 0").fetchone()
    return join((
        table("Messages cut short",
              (Column("Capture point", "name"), Column("Units with such messages", "number"),
               Column("Units", "number"), Column("Messages, at most", "number")), rows,
              Left(points - len(rows), "capture points")),
        tag("p", "Their causes may be missing: capture whole packets (-s 0), and all of a connection. "
                 "A message in the context of several units counts for each.")))


def _left(numbers, what, rows):
    return Left(numbers.get(what, 0) - len(rows), what)


def verdict(base):
    """The first sentence: what to look at."""
    if base.execute("SELECT count(*) FROM attempts").fetchone()[0] == 0:
        return tag("p", "No SIP was found. Check where and with which filter it was captured, and the "
                        "ports and protocols that Wireshark takes for SIP.", class_="verdict")
    calls, answered = base.execute("SELECT count(*), total(established) FROM rated_calls").fetchone()
    failed, = base.execute("SELECT count(*) FROM attempts WHERE ending = 'failed'").fetchone()
    worst = base.execute(
        """SELECT cause_title, count(*) FROM attempts WHERE ending = 'failed'
           GROUP BY cause, cause_title ORDER BY 2 DESC, 1 LIMIT 1""").fetchone()
    said = []
    if calls:
        said.append(f"{calls:,} calls, {100 * answered / calls:.1f} % of them answered. ")
    said.append(f"{failed:,} attempts failed" if failed else "No attempt failed.")
    if worst:
        said += [", most of them with one cause: " if worst[1] * 2 > failed else ", most often: ",
                 tag("strong", worst[0]), f" ({worst[1]:,})."]
    return tag("p", *said, class_="verdict")
