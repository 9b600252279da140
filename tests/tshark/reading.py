"""The captures of pcaps/ as tshark reads them: each once in one pass, and once in two.

SPDX-License-Identifier: GPL-2.0-or-later

A reading holds all that the tests ask of a capture: the frames with SIP in them, with the fields of
Wireshark's SIP dissector and of the plugin, and the report, the statistics tree and the JSON that
the same run prints in the end. To start tshark takes longer than to read any of the captures.
"""

import dataclasses
import functools
from xml.etree import ElementTree

import reports
from harness import PASSES, frame_number, items, staged, tshark, values

FILTER = "sip || sipcodes"


class Frame:
    """A frame, as PDML has it."""

    def __init__(self, packet):
        self.packet = packet
        self.number = str(frame_number(packet))
        self.protocols = {proto.get("name") for proto in packet.iterfind("proto")}

    @functools.cached_property
    def _fields(self):
        found = {"frame.number": [self.number]}
        for field in self.packet.iter("field"):
            found.setdefault(field.get("name"), []).append(field.get("show", ""))
        return found

    def __getitem__(self, name):
        """The values that a field has in the frame. A text that is empty counts as none."""
        found = [value for shown in self._fields.get(name, []) for value in
                 values(name, shown) or [""]]
        return found if any(found) else []

    def has(self, *names):
        """Whether one of these fields is there, as a display filter understands it."""
        return any(name in self._fields for name in names)

    @functools.cached_property
    def items(self):
        """The plugin's items in the frame: see harness.items."""
        return list(items(self.packet))


@dataclasses.dataclass
class Reading:
    """What a run of tshark has printed."""

    frames: list
    reports: reports.Reports

    def having(self, *names):
        """The frames with one of these fields."""
        return [frame for frame in self.frames if frame.has(*names)]


def read(path, *options, condition=FILTER, **more):
    """A reading of any capture, with the frames that the filter CONDITION finds."""
    printed = tshark("-r", path, *options, "-Y", condition, "-T", "pdml", "-J", "sip sipcodes",
                     *reports.options(), **more)
    document, end, rest = printed.partition("</pdml>\n")
    return Reading([Frame(packet) for packet in
                    ElementTree.fromstring(document + end).iterfind("packet")],
                   reports.parsed(rest))


@functools.cache
def reading(capture, passes):
    """The reading of a capture of the project in one of PASSES. It is made once."""
    return read(staged(capture), *PASSES[passes])
