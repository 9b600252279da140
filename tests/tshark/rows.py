"""The expected rows: what is known of each response of each capture, as tables for people to read.

SPDX-License-Identifier: GPL-2.0-or-later

rows/<server>/<case>.tsv belongs to pcaps/<server>/<case>.pcapng: a line that names the fields, and
a line for each frame that the plugin speaks of. Several values of a field stand with a broken bar
between them, no value is a dash, and what cannot be seen is written as an escape. Texts of the
catalog (meaning, hint, steps) are left out; they would drown the rest, and test_texts.py compares
them.
"""

from pathlib import Path

from harness import fields, staged

FOLDER = Path(__file__).parent / "rows"

FIELDS = (
    "frame.number",
    "sipcodes.code",
    "sipcodes.class",
    "sipcodes.class.name",
    "sipcodes.status",
    "sipcodes.registered",
    "sipcodes.phrase",
    "sipcodes.phrase.registered",
    "sipcodes.reference",
    "sipcodes.method",
    "sipcodes.cause.protocol",
    "sipcodes.cause.value",
    "sipcodes.cause.name",
    "sipcodes.cause.text",
    "sipcodes.cause.location",
    "sipcodes.warning.code",
    "sipcodes.warning.name",
    "sipcodes.warning.agent",
    "sipcodes.warning.text",
    "sipcodes.retry_after",
    "sipcodes.contact",
    "sipcodes.fragment",
)

_BETWEEN = " ¦ "
_NONE = "-"


def path_of(capture):
    return FOLDER / Path(capture).with_suffix(".tsv")


def _visible(text):
    """The text without what could hide or turn around its neighbours in a table."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode()
                   for letter in text)


def present(capture, *options):
    """The rows as tshark gives them: a dictionary for each frame, field to list of values."""
    return [{name: list(map(_visible, found)) for name, found in zip(FIELDS, row)} for row in
            fields(staged(capture), FIELDS, *options, "-Y", "sipcodes")]


def expected(capture):
    """The rows as the table has them."""
    head, *lines = path_of(capture).read_text(encoding="utf-8").splitlines()
    return [
        {name: [] if cell == _NONE else cell.split(_BETWEEN)
         for name, cell in zip(head.split("\t"), line.split("\t"), strict=True)}
        for line in lines]


def write(capture, rows):
    lines = ["\t".join(FIELDS)]
    lines += ["\t".join(_BETWEEN.join(row[name]) or _NONE for name in FIELDS) for row in rows]
    path = path_of(capture)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def spelled_out(rows):
    """A line for each value, so that a difference names its frame and field."""
    return [f"frame {row['frame.number'][0]}: {name} = {_BETWEEN.join(found)}"
            for row in rows for name, found in row.items() if found != []]
