"""The expected hints: what to do first, for each message that has a hint.

SPDX-License-Identifier: GPL-2.0-or-later

They have a table of their own, so that a hint that is worded anew changes no other table.
"""

from pathlib import Path

from table import TableOfPasses, values_of

FIELDS = ("frame.number", "sipcodes.hint")


def hints(reading):
    return [values_of(frame, FIELDS) for frame in reading.having("sipcodes.hint")]


TABLE = TableOfPasses(Path(__file__).parent / "hints", ("read in", *FIELDS), hints)
