"""docs/findings/README.md, the list of all findings.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import itertools
import sys

from page import main, table

INTRO = """\
# Findings

A finding says why a message was sent, and names the frames that prove it. Each has a page of its own
with an example, and a stable id to filter for: `sipcodes.finding == "auth-rejected"`. This list is
made from the plugin's own tables by `scripts/make-docs`.

* **Confidence.** *Proof* follows from the packets by a rule of the RFC, or the sender says so in a way
  that a machine reads. *Strong*: one common explanation fits, and the packets exclude the obvious
  others. *Suggestive*: it fits, and so would something else. The table has the highest that a finding
  can have; what the capture lacks (`sipcodes.finding.blocker`) takes it down by one.
* **Order.** The finding that leads stands first, and `sipcodes.hint` is its hint, or another
  where the packets tell that the hint of this list does not fit; then the others that
  tell why, those that call the message normal, and remarks, each by confidence, then by severity. A
  finding that is the reason of another leads over it. Otherwise the one that is trusted most leads: a proof, a cause that a Reason states, a strong one, a Warning, a
  suggestive one, and one that calls the message normal (severity *chat*) only where nothing else explains
  it. Those marked *aside* remark on something beside it.
* **Stated causes.** Where the sender states the cause, the hint begins with its words and says where they
  stand: `Q.850 34 (No circuit/channel available) in Reason of the 183 in frame 24. ...`. Its own phrase is
  put before the hint of a suggestive finding or of the code.
* **Where.** On the message that is explained, as soon as its frame is dissected with the evidence known
  (`tshark -2`, or in the window), and on the one that completes the evidence.
"""

def line(row):
    return (f"[{row.id}]({row.id}.md)", row.summary, row.hint,
            row.confidence + (", aside" if row.role == "aside" else ""), row.severity,
            row.reference)


def findings(rows):
    yield INTRO
    for title, of_topic in itertools.groupby(rows["finding"], lambda row: row.title):
        yield f"## {title}\n"
        yield table(("Finding", "What happened", "First step", "Confidence", "Severity",
                     "Rests on"), map(line, of_topic))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], findings))
