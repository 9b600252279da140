"""What failed, by cause: each with what to do next, and a few examples.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import re

from ..moment import from_iso
from . import chart, commands, examples, ladder
from .markup import Cell, Column, Left, Markup, join, lines, table, tag
from .moments import both

GROUPS = 40
FIRST, LAST = 2, 1  # examples of each
HOSTS = 5
SHORT = 40  # characters of a title in an id
_CAUSE = "cause = :cause AND cause_title = :title"
_SURE = {"proof": "proven by these packets", "strong": "very likely", "suggestive": "a lead to check"}


class Group:
    """Attempts with one cause."""

    def __init__(self, row, taken):
        (self.cause, self.title, self.count, self.failed, self.not_taken, self.faulty, self.open,
         self.first, self.last) = row
        self.id = _slug(self.cause)
        if self.id in taken:
            self.id += "-" + _slug(self.title)[:SHORT].rstrip("-")
        while self.id in taken:
            self.id += "-x"
        taken.add(self.id)
        self.examples = []

    def named(self):
        return {"cause": self.cause, "title": self.title}


def _slug(text):
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-") or "cause"


def section(base, out):
    groups, left = _groups(base)
    if not groups:
        return tag("p", "No cause of a failure is known of any attempt.")
    for group in groups:
        group.examples = _keys(base, group)
    found = examples.read(out, (key for group in groups for key in group.examples))
    curves = _over_time(base, groups)
    return join((
        table("Attempts by cause", (
            Column("Cause", "name"), Column("Attempts", "number"), Column("Failed", "number"),
            Column("Not answered", "number"), Column("With a fault", "number"),
            Column("Open", "number")),
            [(Cell(join((tag("a", group.title, href=f"#{group.id}"), " ",
                         tag("small", group.cause))), group.title),
              group.count, group.failed, group.not_taken, group.faulty, group.open)
             for group in groups], left),
        tag("div", *(_group(base, group, found, curves) for group in groups), id="section-groups"),
    ))


def _groups(base):
    rows = base.execute(
        f"""SELECT cause, cause_title, count(*), sum(ending = 'failed'), sum(ending = 'not taken'),
              sum(ending = 'faulty'), sum(ending = 'open'), min(begin), max(begin)
            FROM attempts WHERE cause IS NOT NULL GROUP BY cause, cause_title
            ORDER BY 4 DESC, 6 DESC, 3 DESC, cause, cause_title LIMIT {GROUPS}""").fetchall()
    count, = base.execute(
        """SELECT count(*) FROM (SELECT 1 FROM attempts WHERE cause IS NOT NULL
           GROUP BY cause, cause_title)""").fetchone()
    taken = set()
    return [Group(row, taken) for row in rows], Left(count - len(rows), "causes")


def _keys(base, group):
    """The first and the last attempts of a group."""
    rows = []
    for order, limit in (("", FIRST), ("DESC", LAST)):
        rows += base.execute(
            f"""SELECT unit, begin, capture, frame, method, call_id FROM attempts WHERE {_CAUSE}
                ORDER BY begin {order}, id {order} LIMIT {limit}""", group.named()).fetchall()
    return [examples.Key(*row) for row in sorted(set(rows), key=lambda row: row[1:2] + row[3:])]


def _over_time(base, groups):
    """An axis, and how many attempts each cause has in each bucket."""
    begin, end = base.execute("SELECT min(begin), max(begin) FROM attempts").fetchone()
    axis = chart.axis(begin, end)
    counts = {(group.cause, group.title): [0] * axis.count for group in groups}
    for cause, title, bucket, count in base.execute(
            f"""SELECT cause, cause_title, {axis.sql()}, count(*) FROM attempts
                WHERE cause IS NOT NULL GROUP BY 1, 2, 3"""):
        if (cause, title) in counts:
            counts[cause, title][bucket] = count
    return axis, counts


def _group(base, group, found, curves):
    axis, counts = curves
    shown = [found[key] for key in group.examples if key in found]
    ends = base.execute(
        f"""SELECT method || coalesce(' ' || code, '') || ' ' || outcome, count(*) FROM attempts
            WHERE {_CAUSE} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {HOSTS}""", group.named())
    facts = [
        ("What it means", _explanation(shown)),
        ("Next step", _hint(shown)),
        ("Ended as", _counted(ends)),
        ("When", join((both(group.first), " to ", both(group.last)))
         if group.count > 1 else both(group.first)),
        ("Answered by", _counted(_hosts(base, group, "coalesce(responder, 'no final response')"))),
        ("From > to", _counted(_hosts(base, group, "client || ' > ' || server"))),
    ]
    return tag(
        "details",
        tag("summary", tag("b", group.title), " ", tag("span", f"{group.count:,}", class_="count"),
            " ", tag("a", f"#{group.id}", href=f"#{group.id}", class_="link")),
        tag("dl", *(tag("div", tag("dt", term), tag("dd", value)) for term, value in facts if value)),
        chart.spark("This cause over time", axis, counts[group.cause, group.title])
        if axis.count > 1 else Markup(),
        *(_example(example, number) for number, example in enumerate(shown, 1)),
        Markup() if shown else tag("p", "The files of the units are gone, and the examples with them."),
        id=group.id, class_="cause")


def _hosts(base, group, what):
    return base.execute(f"""SELECT {what}, count(*) FROM attempts WHERE {_CAUSE}
                            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {HOSTS}""", group.named())


def _counted(rows):
    """At most HOSTS of them, and how often each."""
    return ", ".join(f"{name} ({count:,})" for name, count in rows)


def _explanation(shown):
    return next((example.row["why"]["summary"] for example in shown
                 if "summary" in example.row.get("why", {})), None)


def _hint(shown):
    return next((example.words(example.row["hint"]) for example in shown
                 if "hint" in example.row), None)


def _example(example, number):
    row = example.row
    end = f"{row['method']} {row['outcome']}" + (f" {row['code']}" if "code" in row else "")
    facts = [
        ("Capture", example.capture or "files that overlap in time, merged"),
        ("Frames", example.frame_name(row["frame"]) + (
            f" to {example.frame_name(row['final_frame'])}" if "final_frame" in row else "")),
        ("Call-ID", tag("code", row["call_id"])),
        *((name.title(), row[name]) for name in ("caller", "callee") if name in row),
    ]
    drawn = ladder.draw(example)
    return tag(
        "article", tag("h3", f"Example {number}: {end}, ", both(from_iso(row["begin"]))),
        tag("p", example.words(row.get("why", {}).get("text", "")), class_="why"),
        tag("dl", *(tag("div", tag("dt", term), tag("dd", value)) for term, value in facts)),
        _findings(example),
        tag("pre", lines(drawn), class_="ladder") if drawn else Markup(),
        _commands(example))


def _findings(example):
    """All that was found, with how sure it is."""
    rows = [(tag("span", found["confidence"], title=_SURE[found["confidence"]]),
             example.words(found["text"]),
             ", ".join(map(example.frame_name, found["evidence"])))
            for found in example.row["findings"]]
    return table("What was found", (Column("How sure", "word"), Column("Finding", "name"), Column("Frames")),
                 rows)


def _commands(example):
    files = example.files()
    opened = list(commands.opening(files, example.unit["overlap"], example.frame))
    if not opened:
        return tag("p", f"The messages are in {len(files):,} files: merge them with mergecap. The first "
                        f"line of {example.path} has their names.")
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", tag("code", command)))
                       for name, command in opened), class_="commands")
