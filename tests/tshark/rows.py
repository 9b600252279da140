"""The expected rows: what is known of each response of each capture by itself.

SPDX-License-Identifier: GPL-2.0-or-later

There is a row for each frame of which the plugin says anything that the message alone decides, and it
is the same in one pass and in two. Texts of the catalog (meaning, hint, steps) are left out: they
would drown the rest, and check_texts.py compares them.
"""

from pathlib import Path

from table import Table, values_of

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

# A frame has a row if it has one of these.
SHOWN_WITH = ("sipcodes.code", "sipcodes.cause.protocol")

FILTER = " || ".join(SHOWN_WITH)


def rows(reading):
    return [values_of(frame, FIELDS) for frame in reading.having(*SHOWN_WITH)]


TABLE = Table(Path(__file__).parent / "rows", FIELDS, rows)
