"""The expected links: which messages of each capture belong together. Times are in seconds, as tshark
prints them.

SPDX-License-Identifier: GPL-2.0-or-later
"""

from pathlib import Path

from table import TableOfPasses, values_of

FIELDS = (
    "frame.number",
    "sipcodes.request_in",
    "sipcodes.response_time",
    "sipcodes.final_in",
    "sipcodes.retransmission_of",
    "sipcodes.attempt.outcome",
)


def links(reading):
    return [values_of(frame, FIELDS) for frame in reading.having(*FIELDS[1:])]


TABLE = TableOfPasses(Path(__file__).parent / "links", ("read in", *FIELDS), links)
