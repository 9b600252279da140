"""The expected links: how the messages of each capture stand to one another.

SPDX-License-Identifier: GPL-2.0-or-later

links/<server>/<case>.tsv belongs to pcaps/<server>/<case>.pcapng. The first column says how often
the capture was read: in one pass only earlier frames are known, in two all of them. Times are left
in the unit that tshark prints, seconds.
"""

from pathlib import Path

import table
from harness import PASSES, fields, staged

FOLDER = Path(__file__).parent / "links"

FIELDS = (
    "frame.number",
    "sipcodes.request_in",
    "sipcodes.response_time",
    "sipcodes.final_in",
    "sipcodes.retransmission_of",
    "sipcodes.attempt.outcome",
)

COLUMNS = ("read in", *FIELDS)

FILTER = " || ".join(FIELDS[1:])


def path_of(capture):
    return FOLDER / Path(capture).with_suffix(".tsv")


def present(capture):
    """The links as tshark gives them, in each way to read the capture."""
    return [{"read in": [passes], **dict(zip(FIELDS, row))}
            for passes, options in PASSES.items()
            for row in fields(staged(capture), FIELDS, *options, "-Y", FILTER)]


def expected(capture):
    """The links as the table has them."""
    return table.read(path_of(capture))


def write(capture):
    """Takes the present links as expected."""
    table.write(path_of(capture), COLUMNS, present(capture))
