"""The expected rows: what is known of each response of each capture by itself.

SPDX-License-Identifier: GPL-2.0-or-later

rows/<server>/<case>.tsv belongs to pcaps/<server>/<case>.pcapng and has a line for each frame of
which the plugin says anything that the message alone decides. Texts of the catalog (meaning, hint,
steps) are left out; they would drown the rest, and test_texts.py compares them.
"""

from pathlib import Path

import table
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

FILTER = "sipcodes.code || sipcodes.cause.protocol"


def path_of(capture):
    return FOLDER / Path(capture).with_suffix(".tsv")


def present(capture, *options):
    """The rows as tshark gives them: a dictionary for each frame, field to list of values."""
    return [{name: list(map(table.visible, found)) for name, found in zip(FIELDS, row)} for row in
            fields(staged(capture), FIELDS, *options, "-Y", FILTER)]


def expected(capture):
    """The rows as the table has them."""
    return table.read(path_of(capture))


def write(capture):
    """Takes the present rows as expected."""
    table.write(path_of(capture), FIELDS, present(capture))
