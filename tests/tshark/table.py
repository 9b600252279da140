"""Tables of expected values, for people to read.

SPDX-License-Identifier: GPL-2.0-or-later

The table FOLDER/<server>/<case>.tsv belongs to pcaps/<server>/<case>.pcapng. The first line names the
columns. A broken bar separates several values of a field, a dash stands for no value, and a character
that cannot be seen is written as an escape.
"""

import dataclasses
from pathlib import Path
from typing import Callable

from harness import PASSES
from reading import reading

_BETWEEN = " ¦ "
_NONE = "-"


def visible(text):
    """The text without what could hide or turn around its neighbours in a table."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode()
                   for letter in text)


def values_of(frame, names):
    """A row of a table: the values of these fields of a frame."""
    return {name: list(map(visible, frame[name])) for name in names}


@dataclasses.dataclass(frozen=True)
class Table:
    """The tables of one kind: where they are, and how a reading becomes the rows of one."""

    folder: Path
    columns: tuple
    rows: Callable  # from a reading

    def path_of(self, capture):
        return self.folder / Path(capture).with_suffix(".tsv")

    def present(self, capture, passes):
        """The rows as tshark gives them: a dictionary for each, column to list of values."""
        return self.rows(reading(capture, passes))

    def whole(self, capture):
        """What the table of a capture is to hold."""
        return self.present(capture, next(iter(PASSES)))

    def expected(self, capture):
        """The rows as the table has them."""
        head, *lines = self.path_of(capture).read_text(encoding="utf-8").splitlines()
        return [
            {name: [] if cell == _NONE else cell.split(_BETWEEN)
             for name, cell in zip(head.split("\t"), line.split("\t"), strict=True)}
            for line in lines]

    def write(self, capture):
        """Takes the present rows as expected."""
        path = self.path_of(capture)
        lines = ["\t".join(self.columns)]
        lines += ["\t".join(_BETWEEN.join(row[name]) or _NONE for name in self.columns)
                  for row in self.whole(capture)]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclasses.dataclass(frozen=True)
class TableOfPasses(Table):
    """A table whose first column says how often the capture was read: in one pass only earlier
    frames are known, in two passes all of them."""

    def whole(self, capture):
        return [{"read in": [passes], **row} for passes in PASSES
                for row in self.present(capture, passes)]


def spelled_out(rows):
    """A line for each value, so that a difference names its frame and field."""
    return [f"frame {row['frame.number'][0]}: {name} = {_BETWEEN.join(found)}"
            for row in rows for name, found in row.items() if found != []]
