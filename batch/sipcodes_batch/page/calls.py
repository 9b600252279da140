"""Ratios of calls, and everything over time.

SPDX-License-Identifier: GPL-2.0-or-later
"""

from . import chart
from .markup import Cell, Column, Markup, table, tag
from .moments import seconds, short

RATIOS = """100.0 * sum(established) / nullif(sum(tried), 0),
            100.0 * sum(effective) / nullif(sum(tried), 0),
            100.0 * sum(delivered) / count(*), 100.0 * sum(established) / count(*)"""
NAMES = (
    ("SER", "session establishment ratio: answered calls among all that were not redirected"),
    ("SEER", "the same, with busy, unavailable and declined counted as successes: the user decided"),
    ("NER", "network effectiveness ratio: the network did its part, whatever the user did"),
    ("ASR", "answer-seizure ratio: answered calls among all"),
)
ENDINGS = (("failed", "Failed"), ("not taken", "Calls not answered"), ("open", "Open"),
           ("followed", "Redirected and followed"), ("faulty", "Answered, with a fault"), ("answered", "Answered"))
POINTS = 50


def percent(value):
    return None if value is None else Cell(f"{value:.1f} %", f"{value:.6f}")


def ratios(base):
    """All calls together, then by capture point, and how long things took."""
    calls, *values = base.execute(f"SELECT count(*), {RATIOS} FROM rated_calls").fetchone()
    if not calls:
        return tag("p", "There are no calls: no INVITE outside of a dialog.")
    cards = (tag("div", tag("dt", name), tag("dd", tag("b", f"{value:.1f} %" if value is not None
                                                       else "–"), tag("small", meaning)))
             for (name, meaning), value in zip(NAMES, values))
    return Markup(tag("dl", *cards, class_="cards") + _by_point(base) + _spans(base, calls))


def _by_point(base):
    rows = base.execute(f"SELECT * FROM ratios ORDER BY calls DESC, point LIMIT {POINTS}").fetchall()
    if len(rows) < 2:
        return Markup()
    return table("Ratios by capture point",
                 (Column("Capture point", "name"), Column("Calls", "number"),
                  *(Column(name, "number") for name, _ in NAMES)),
                 [(point, calls, *map(percent, values)) for point, calls, *values in rows])


def _spans(base, calls):
    rows = []
    for name, column in (("First response", "first_response_time"), ("Ringing", "ring_time"),
                         ("Set-up, answered calls", "setup_time")):
        count, least, mean, most = base.execute(
            f"SELECT count({column}), min({column}), avg({column}), max({column}) FROM calls"
        ).fetchone()
        if count:
            high, = base.execute(
                f"SELECT {column} FROM calls WHERE {column} IS NOT NULL ORDER BY 1 LIMIT 1 OFFSET ?",
                (int(0.95 * (count - 1)),)).fetchone()
            rows.append((name, count, *(Cell(seconds(value), value)
                                        for value in (least, mean, high, most))))
    return table("How long calls took", (
        Column("Span", "name"), Column("Calls", "number"), Column("Least", "number"),
        Column("Mean", "number"), Column("95 % within", "number"), Column("Most", "number")), rows)


def over_time(base):
    """Charts, and the table of their values."""
    begin, end = base.execute("SELECT min(begin), max(begin) FROM attempts").fetchone()
    if begin is None:
        return tag("p", "There are no attempts.")
    axis = chart.axis(begin, end)
    counts = {ending: [0] * axis.count for ending, _ in ENDINGS}
    for bucket, ending, count in base.execute(
            f"SELECT {axis.sql()}, ending, count(*) FROM attempts GROUP BY 1, 2"):
        counts[ending][bucket] = count
    calls = [(0, None, None, None, None)] * axis.count
    for bucket, *values in base.execute(
            f"SELECT {axis.sql()}, count(*), {RATIOS} FROM rated_calls GROUP BY 1"):
        calls[bucket] = tuple(values)
    holes = base.execute('SELECT begin, "end" FROM holes ORDER BY begin LIMIT 500').fetchall()
    one_point = base.execute("SELECT count(DISTINCT point) FROM captures").fetchone()[0] == 1
    parts = [chart.bars("Attempts over time", axis,
                        [(title, counts[ending]) for ending, title in ENDINGS],
                        holes if one_point else ())]
    if any(row[0] for row in calls):
        parts.append(chart.curves("Ratios of calls over time", axis, [
            (name, [row[at + 1] for row in calls]) for at, (name, _) in enumerate(NAMES)]))
    return Markup("".join(parts) + _values(axis, counts, calls))


def _values(axis, counts, calls):
    rows = [(Cell(short(axis.time(bucket)), axis.time(bucket)),
             sum(counts[ending][bucket] for ending in counts),
             *(counts[ending][bucket] for ending, _ in ENDINGS[:3]),
             calls[bucket][0], *map(percent, calls[bucket][1:]))
            for bucket in range(axis.count)]
    return tag("details", tag("summary", "The numbers of the charts"), table(
        f"Each {axis.unit()}",
        (Column("From", "name"), Column("Attempts", "number"),
         *(Column(title, "number") for _, title in ENDINGS[:3]), Column("Calls", "number"),
         *(Column(name, "number") for name, _ in NAMES)),
        [row for row in rows if row[1]]))
