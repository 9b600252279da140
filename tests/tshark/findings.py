"""The expected findings: why each message was sent, as far as the capture proves it.

SPDX-License-Identifier: GPL-2.0-or-later

findings/<server>/<case>.tsv belongs to pcaps/<server>/<case>.pcapng and has a line for each finding,
the strongest of a message first. The first column says how often the capture was read: in one pass a
finding is shown where its evidence is complete, in two also on the message that it explains.
"""

from pathlib import Path

import table
from harness import PASSES, frame_number, packets, staged

FOLDER = Path(__file__).parent / "findings"

FIELDS = (
    "sipcodes.finding",
    "sipcodes.finding.confidence",
    "sipcodes.finding.evidence_in",
    "sipcodes.finding.blocker",
    "sipcodes.finding.text",
)

COLUMNS = ("read in", "frame.number", *FIELDS)


def path_of(capture):
    return FOLDER / Path(capture).with_suffix(".tsv")


def in_packet(packet):
    """The findings of a frame, each as a dictionary of lists."""
    for item in packet.iterfind("proto[@name='sipcodes']//field"):
        if item.find("field[@name='sipcodes.finding']") is not None:
            yield {name: [table.visible(field.get("show")) for field in
                          item.iterfind(f"field[@name='{name}']")] for name in FIELDS}


def present(capture):
    """The findings as tshark gives them, in each way to read the capture."""
    return [{"read in": [passes], "frame.number": [str(frame_number(packet))], **finding}
            for passes, options in PASSES.items()
            for packet in packets(staged(capture), *options, "-Y", "sipcodes.finding",
                                  "-J", "sipcodes")
            for finding in in_packet(packet)]


def expected(capture):
    """The findings as the table has them."""
    return table.read(path_of(capture))


def write(capture):
    """Takes the present findings as expected."""
    table.write(path_of(capture), COLUMNS, present(capture))
