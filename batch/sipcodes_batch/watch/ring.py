"""What a ring of dumpcap holds: which files are closed, how far they reach, what is missing.

SPDX-License-Identifier: GPL-2.0-or-later

dumpcap names a file PREFIX_NUMBER_TIME or PREFIX_TIME_NUMBER. It starts with 1 when it is started, so
that numbers in a row show that it ran on, even if there was no packet.
"""

import math
import os
import re
import select
import time
from pathlib import Path

from .. import captures
from ..moment import SECOND

# A dumpcap from which nothing came for so long does not run any more.
OVER = 3600 * SECOND

_NAME = re.compile(r"(.*)_(?:(\d{5,})_\d{14}|\d{14}_(\d{5,}))\.[^/]*")


def number_of(path):
    """What all files of one dumpcap share, and the number of this one; None if there is none."""
    match = _NAME.fullmatch(path)
    return (match[1], int(match[2] or match[3])) if match else (str(Path(path).parent), None)


class Names:
    """The closed files that dumpcap names on a file or on standard input (-b printname:...)."""

    def __init__(self, source):
        self._source = source
        self._read = 0
        self._rest = b""
        self._names = set()
        self.over = False

    def wait(self, seconds):
        """Returns early if dumpcap names a file on standard input, or ended."""
        if self._source == "-" and not self.over:
            if select.select([0], [], [], seconds)[0]:
                data = os.read(0, 65536)
                self.over = not data
                self._take(data)
        else:
            select.select([], [], [], seconds)

    def among(self, paths):
        """The names that are among the names of these files. Others are forgotten."""
        if self._source not in (None, "-") and Path(self._source).exists():
            self._take(self._news())
        self._names &= {Path(path).name for path in paths}
        return self._names

    def _news(self):
        """dumpcap writes the file anew when it is started."""
        with open(self._source, "rb") as file:
            if os.fstat(file.fileno()).st_size < self._read:
                self._read, self._rest = 0, b""
            file.seek(self._read)
            data = file.read()
        self._read += len(data)
        return data

    def _take(self, data):
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._names |= {Path(os.fsdecode(line.strip())).name for line in lines if line.strip()}


def closed(paths, names, known):
    """Without the file of each dumpcap that changed last, unless its name is in NAMES, its path is in
    KNOWN, or it is OVER."""
    newest = {}
    for path in paths:
        try:
            key = os.stat(path).st_mtime_ns, path
        except FileNotFoundError:
            continue
        newest.setdefault(number_of(path)[0], []).append(key)
    kept = []
    for keys in newest.values():
        changed, last = max(keys)
        over = (last in known or Path(last).name in names
                or time.time_ns() - changed > OVER)
        kept += (path for _, path in keys if path != last or over)
    return sorted(kept)


def reach(rows):
    """From when to when the closed files end, by dumpcap; None if they tell nothing. Up to the first
    moment they tell all that there was. An empty file tells that nothing came until it was closed."""
    ends = {}
    for row in rows:
        if row["packets"] > 0 or row["error"] == captures.NO_PACKETS:
            prefix = number_of(row["path"])[0]
            end = row["end"] if row["packets"] > 0 else row["changed"]
            ends[prefix] = max(end, ends.get(prefix, end))
    if not ends:
        return None
    last = max(ends.values())
    return min(end for end in ends.values() if last - end <= OVER), last


def missed(rows, last):
    """How many files of each dumpcap went by unseen: pairs of its prefix and a number. ROWS are new;
    LAST holds the highest number of each prefix so far, and is brought up to date."""
    for row in sorted(rows, key=lambda row: (row["changed"], row["path"])):
        prefix, number = number_of(row["path"])
        if number is None:
            continue
        before = last.get(prefix, number - 1)
        if number <= before:
            before = 0
        if number > before + 1:
            yield prefix, number - before - 1
        last[prefix] = number


def with_edges(files, rows, hole):
    """FILES, which are those with packets in the order of their begin, each with `edge`: where dumpcap
    began again before it, or a file is missing. ROWS are all. HOLE, in nanoseconds, is the silence from
    which on that is supposed where the names do not tell."""
    known = {number_of(row["path"]) for row in rows}
    last, edge, found = None, None, []
    for row in files:
        if last and row["begin"] - last["end"] >= _least(last, row, known, hole):
            edge = row["begin"]
        last = max(last or row, row, key=lambda row: row["end"])
        found.append(row | {"edge": edge})
    return found


def _least(before, after, known, hole):
    (prefix, low), (other, high) = number_of(before["path"]), number_of(after["path"])
    if before["error"] is not None:
        return 1
    if None in (low, high) or prefix != other or low >= high:
        return hole
    whole = all((prefix, number) in known for number in range(low + 1, high))
    return math.inf if whole else 1
