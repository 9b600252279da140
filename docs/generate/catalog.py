"""The catalog as Python sees it: what the program catalog_dump prints, by kind of line.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import collections
import subprocess

Status = collections.namedtuple(
    "Status", "code kind treat_as phrase vendor meaning hint reference hints steps")
# One line of advice, and the facts that it depends on: one of ANY, all of ALL, none of NONE.
Advice = collections.namedtuple("Advice", "code text any all none")
Protocol = collections.namedtuple("Protocol", "name title reference")
Cause = collections.namedtuple("Cause", "protocol value name group note")
Warning = collections.namedtuple("Warning", "code name meaning reference")
Finding = collections.namedtuple(
    "Finding", "id topic title severity confidence role summary hint reference advice")
# A hint of a finding for cases that its own does not fit.
Other = collections.namedtuple("Other", "id text")
Location = collections.namedtuple("Location", "token name")


def _status(cells):
    return Status(*cells, hints=[], steps=[])


def _finding(cells):
    return Finding(*cells, advice=[])


_ROW_OF = {
    "status": _status,
    "hint": Advice._make,
    "step": Advice._make,
    "protocol": Protocol._make,
    "cause": Cause._make,
    "warning": Warning._make,
    "location": Location._make,
    "finding": _finding,
    "advice": Other._make,
}


def read(program):
    """Lists of rows by kind, in the catalog's order."""
    output = subprocess.run([program], stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    rows = collections.defaultdict(list)
    for line in output.splitlines():
        kind, *cells = line.split("\t")
        rows[kind].append(_ROW_OF[kind](cells))
        if kind in ("hint", "step"):
            getattr(rows["status"][-1], kind + "s").append(rows[kind][-1])
        if kind == "advice":
            rows["finding"][-1].advice.append(rows[kind][-1].text)
    return rows
