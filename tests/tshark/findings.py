"""The expected findings: why each message was sent, as far as the capture proves it.

SPDX-License-Identifier: GPL-2.0-or-later

There is a row for each finding, the strongest of a message first. In one pass a finding is shown where
its evidence is complete, in two passes also on the message that it explains.
"""

from pathlib import Path

from table import TableOfPasses, visible

FIELDS = (
    "sipcodes.finding",
    "sipcodes.finding.confidence",
    "sipcodes.finding.evidence_in",
    "sipcodes.finding.blocker",
    "sipcodes.finding.text",
)


def in_frame(frame):
    """The findings of a frame, each as a row."""
    for item in frame.packet.iterfind("proto[@name='sipcodes']//field"):
        if item.find("field[@name='sipcodes.finding']") is not None:
            yield {"frame.number": [frame.number],
                   **{name: [visible(field.get("show")) for field in
                             item.iterfind(f"field[@name='{name}']")] for name in FIELDS}}


def findings(reading):
    return [row for frame in reading.having("sipcodes.finding") for row in in_frame(frame)]


TABLE = TableOfPasses(Path(__file__).parent / "findings", ("read in", "frame.number", *FIELDS),
                      findings)
