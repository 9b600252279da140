"""Tables of expected values, for people to read.

SPDX-License-Identifier: GPL-2.0-or-later

The first line names the columns. Several values of a field stand with a broken bar between them, no
value is a dash, and what cannot be seen is written as an escape.
"""

_BETWEEN = " ¦ "
_NONE = "-"


def visible(text):
    """The text without what could hide or turn around its neighbours in a table."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode()
                   for letter in text)


def read(path):
    """A dictionary for each line, column to list of values."""
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    return [
        {name: [] if cell == _NONE else cell.split(_BETWEEN)
         for name, cell in zip(head.split("\t"), line.split("\t"), strict=True)}
        for line in lines]


def write(path, columns, rows):
    lines = ["\t".join(columns)]
    lines += ["\t".join(_BETWEEN.join(row[name]) or _NONE for name in columns) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def spelled_out(rows):
    """A line for each value, so that a difference names its frame and field."""
    return [f"frame {row['frame.number'][0]}: {name} = {_BETWEEN.join(found)}"
            for row in rows for name, found in row.items() if found != []]
