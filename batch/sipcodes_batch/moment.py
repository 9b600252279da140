"""Times as whole nanoseconds since the epoch: a float cannot hold them.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import datetime

SECOND = 1_000_000_000
_EPOCH = datetime.datetime(1970, 1, 1)


def from_decimal(text):
    """Of seconds as capinfos prints them, e.g. 1795345763.227240."""
    whole, _, part = text.partition(".")
    return int(whole) * SECOND + int((part + "000000000")[:9])


def from_iso(text):
    """Of a time of day as the JSON report writes it, e.g. 2026-11-22T11:09:23.227240000Z."""
    whole, _, part = text.rstrip("Z").partition(".")
    passed = datetime.datetime.fromisoformat(whole) - _EPOCH
    return (passed.days * 86400 + passed.seconds) * SECOND + int((part + "000000000")[:9])


def to_iso(time):
    """As from_iso() reads it."""
    moment = _EPOCH + datetime.timedelta(seconds=time // SECOND)
    return f"{moment.isoformat()}.{time % SECOND:09}Z"


def to_text(time):
    """To the second, in UTC."""
    moment = _EPOCH + datetime.timedelta(seconds=time // SECOND)
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
