"""Times as the page shows them: local, and UTC where that differs.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import time as clock

from ..moment import SECOND, to_text
from .markup import tag


def local(time):
    """To the second, with the name of the zone; in UTC if the zone is that."""
    if is_utc(time):
        return to_text(time)
    moment = clock.localtime(time // SECOND)
    return clock.strftime("%Y-%m-%d %H:%M:%S ", moment) + (moment.tm_zone or "local time")


def is_utc(time):
    try:
        return clock.localtime(time // SECOND).tm_gmtoff == 0
    except (OverflowError, OSError, ValueError):
        return True


def short(time):
    return tag("time", local(time), datetime=_machine(time))


def both(time):
    """Local and UTC."""
    shown = local(time)
    return tag("time", shown if is_utc(time) else f"{shown} ({to_text(time)})",
               datetime=_machine(time))


def _machine(time):
    return to_text(time).removesuffix(" UTC").replace(" ", "T") + "Z"


def seconds(value):
    """A span as people read it."""
    if value is None:
        return None
    return f"{value * 1000:.3g} ms" if value < 0.9995 else f"{value:.2f} s"
