"""HTML that is escaped by construction: what is no Markup is text.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import html
from typing import NamedTuple

from ..words import plain


_CLASSES = {"number": "number", "word": "word"}


class Markup(str):
    """Text that is HTML already. Only this module makes it of other text."""

    __slots__ = ()


class Column(NamedTuple):
    title: str
    kind: str = "text"  # "number", "word" (is not broken), "name" (what the row is about)


class Cell(NamedTuple):
    """A cell that is sorted by another value than the one it shows."""

    shown: object
    value: object


class Left(NamedTuple):
    """What a table leaves out: so many rows, e.g. "hosts"."""

    count: int
    what: str


def text(value):
    return value if isinstance(value, Markup) else Markup(html.escape(plain(value)))


def lines(value):
    """Text of several lines."""
    return join(map(text, str(value).split("\n")), "\n")


def join(parts, between=""):
    return Markup(str(between).join(map(text, parts)))


def tag(*parts, **attributes):
    """An element: its name, then what it holds. An attribute that is None is left out; "_" at the end
    of a name is dropped, and within becomes "-"."""
    name, *content = parts
    words = "".join(f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
                    for key, value in attributes.items() if value is not None)
    return Markup(f"<{name}{words}>{join(content)}</{name}>")


def empty(name, /, **attributes):
    """An element that holds nothing and is not closed."""
    return Markup(str(tag(name, **attributes)).removesuffix(f"</{name}>"))


def _cell(column, cell):
    value = None
    if isinstance(cell, Cell):
        cell, value = cell
    shown = "–" if cell is None else f"{cell:,}" if isinstance(cell, int) else cell
    if column.kind == "number" and value is None and isinstance(cell, int):
        value = cell
    if column.kind == "name":
        return tag("th", shown, scope="row", data_value=value)
    kind = _CLASSES.get(column.kind)
    return tag("td", shown, class_=kind + " zero" if cell == 0 else kind, data_value=value)


def table(caption, columns, rows, left=None):
    """A table that the script makes sortable; below it what it leaves out. Nothing if it is empty."""
    if not rows:
        return Markup()
    head = tag("tr", *(tag("th", column.title, scope="col",
                           class_=_CLASSES.get(column.kind))
                       for column in columns))
    body = (tag("tr", *(_cell(column, cell) for column, cell in zip(columns, row)))
            for row in rows)
    whole = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))
    note = (tag("p", f"{left.count:,} more {left.what} are left out here; the database has them.",
                class_="left") if left and left.count > 0 else Markup())
    return tag("div", tag("div", whole, class_="scroll"), note, class_="table")
