"""Attempts as the files of their units tell them: with their messages.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import gzip
import json
import re
from typing import NamedTuple

from ..database import ends_of, place
from ..folder import result_of
from ..moment import to_iso

_BEGIN = re.compile(r'\{"type":"attempt","begin":"([^"]*)"')
_FRAME = re.compile(r"\bframe (\d+)")


class Key(NamedTuple):
    """What tells an attempt in the database: a segment of TCP may begin several."""

    unit: str
    begin: int
    capture: str  # None: the files of the unit are merged
    frame: int
    method: str
    call_id: str


class Example:
    """One attempt. UNIT and ROW are lines of the unit's file, PATH."""

    def __init__(self, path, unit, ends, row):
        self.path, self.unit, self.ends, self.row = path, unit, ends, row
        self.capture, self.frame = self.place(row["frame"])

    def place(self, frame):
        """The capture that a frame of the unit is in, None if they are merged, and its number there."""
        return place(self.unit, self.ends, frame)

    def words(self, text):
        """A text of the plugin, with frames as the capture numbers them in which the attempt begins."""
        return _FRAME.sub(lambda match: "frame " + self.frame_name(int(match[1])), text)

    def frame_name(self, frame):
        capture, number = self.place(frame)
        elsewhere = f" of {capture.rpartition('/')[2]}" if capture != self.capture else ""
        return f"{number}{elsewhere}"

    def files(self):
        """The paths of the captures that its messages are in, and of all between them."""
        paths = [file["path"] for file in self.unit["files"]]
        if self.unit["overlap"]:
            return paths
        frames = [self.row["frame"], *(message["frame"] for message in self.row.get("messages", ()))]
        last = next((at for at, end in enumerate(self.ends) if end >= max(frames)), len(paths) - 1)
        first = next(at for at, end in enumerate(self.ends) if end >= self.row["frame"])
        return paths[first:last + 1]


def read(out, keys):
    """The examples with these keys, by key. What is not found is left out."""
    wanted = {}
    for key in keys:
        wanted.setdefault(key.unit, set()).add(key)
    found = {}
    for unit, of_unit in wanted.items():
        try:
            found.update(_of_unit(result_of(out, unit), unit, of_unit))
        except (OSError, EOFError, ValueError, KeyError):
            continue  # the page goes without its examples
    return found


def _of_unit(path, name, keys):
    begins = {to_iso(key.begin): key.begin for key in keys}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        unit = json.loads(next(lines))
        ends = ends_of(unit)
        for line in lines:
            match = _BEGIN.match(line)
            if match and match[1] in begins:
                example = Example(path, unit, ends, json.loads(line))
                key = Key(name, begins[match[1]], example.capture, example.frame,
                          example.row["method"], example.row["call_id"])
                if key in keys:
                    yield key, example
