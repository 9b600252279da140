"""What the plugin prints of a whole capture: the reports and the statistics tree.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import csv
import dataclasses
import functools
import json
import re

# A line of a statistics tree: indented name, count, other columns.
NODE = re.compile(r"^( ?)(\S.*?) {2,}(\d+)(?: {2,}|$)")


@dataclasses.dataclass
class Reports:
    """The lines of each."""

    json: list
    report: list
    tree: list
    csv: list
    ladder: list

    @functools.cached_property
    def attempts(self):
        """The attempts of the JSON."""
        return list(map(json.loads, self.json[:-1]))

    @functools.cached_property
    def rows(self):
        """The attempts of the comma-separated values."""
        return list(csv.DictReader(self.csv, strict=True))

    @functools.cached_property
    def summary(self):
        """The summary, which is the last line of the JSON."""
        return json.loads(self.json[-1])

    @functools.cached_property
    def nodes(self):
        """The nodes of the tree: title to count, and title to its children's counts."""
        totals, children, title = {}, {}, None
        for line in self.tree:
            node = NODE.match(line)
            if node and node[1]:
                children[title][node[2]] = int(node[3])
            elif node and not line.startswith("Topic"):
                title = node[2]
                totals[title], children[title] = int(node[3]), {}
        return totals, children


def options(condition=""):
    """The options that make tshark print them, of the messages that a filter selects."""
    return [word for name in ("json", "report", "tree", "csv", "ladder")
            for word in ("-z", f"sipcodes,{name}{condition and f',{condition}'}")]


def parsed(printed):
    """The lines of each, out of what a run has printed in the end."""
    found = Reports([], [], [], [], [])
    now = found.report
    for line in printed.splitlines():
        if line == "SIP report":
            now = found.report
        elif line == "SIP ladders":
            now = found.ladder
        elif line.startswith("frame,begin,"):
            now = found.csv
        elif line.startswith("=" * 20):
            now = found.tree
        (found.json if line.startswith("{") else now).append(line)
    return found
