"""The expected causes: the one to look at, for each message that has one, and the attempt of each message.

SPDX-License-Identifier: GPL-2.0-or-later
"""

from pathlib import Path

from table import TableOfPasses, values_of

FIELDS = (
    "frame.number",
    "sipcodes.attempt.first_in",
    "sipcodes.why.id",
    "sipcodes.why.severity",
    "sipcodes.why",
)


def causes(reading):
    return [values_of(frame, FIELDS) for frame in reading.having(*FIELDS[1:])]


TABLE = TableOfPasses(Path(__file__).parent / "causes", ("read in", *FIELDS), causes)
