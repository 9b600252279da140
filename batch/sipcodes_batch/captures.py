"""Which captures there are, and when each begins and ends.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import re
import subprocess
from pathlib import Path

from . import BatchError
from .moment import from_decimal

NAMES = re.compile(r"\.(pcap|pcapng|cap)\d*(\.(gz|zst|lz4))?$", re.IGNORECASE)
AT_ONCE = 200
NO_PACKETS = "no packets"
# Of these nothing is said where the first block cannot be unpacked; an empty capture is smaller.
SILENT, EMPTY = re.compile(r"\.(zst|lz4)$", re.IGNORECASE), 512
DAMAGED = "damaged zstd or lz4 data, or no packets"


def find(paths):
    """The captures at and below these paths. A file that is named is taken whatever its suffix."""
    found = set()
    for path in map(Path, paths):
        if path.is_dir():
            found.update(entry.resolve() for entry in path.rglob("*")
                         if NAMES.search(entry.name) and entry.is_file())
        elif path.is_file():
            found.add(path.resolve())
        else:
            raise BatchError(f"{path}: no such file or folder")
    return sorted(map(str, found))


def measure(paths, known):
    """A row for each capture. KNOWN holds the rows of an earlier run by path: of a file with the
    same size and time of change its row is taken over."""
    rows, asked = [], []
    for path in paths:
        stat = Path(path).stat()
        row = {"path": path, "size": stat.st_size, "changed": stat.st_mtime_ns}
        old = known.get(path)
        if old and (old["size"], old["changed"]) == (row["size"], row["changed"]):
            rows.append(old)
        else:
            asked.append(row)
    for at in range(0, len(asked), AT_ONCE):
        rows += _ask(asked[at:at + AT_ONCE])
    return rows


def _ask(rows):
    """Fills in packets, begin, end, and error: the text if the file cannot be read to its end."""
    done = subprocess.run(["capinfos", "-T", "-r", "-S", "-c", "-a", "-e",
                           *(row["path"] for row in rows)],
                          capture_output=True, encoding="utf-8", errors="surrogateescape",
                          stdin=subprocess.DEVNULL, check=False)
    cells = {}
    for line in done.stdout.split("\n"):
        path, *rest = line.split("\t")
        if len(rest) == 3:
            cells[path] = rest
    for row in rows:
        packets, begin, end = cells.get(row["path"], ("0", "n/a", "n/a"))
        row["packets"] = int(packets)
        row["begin"], row["end"] = (None if text == "n/a" else from_decimal(text)
                                    for text in (begin, end))
        row["error"] = _error(row, row["path"] in cells, done.stderr)
    return rows


def _error(row, counted, words):
    said = [line for line in words.split("\n") if f'"{row["path"]}"' in line]
    if said:
        return said[-1].partition(": ")[2] or said[-1]
    if not counted:
        return "not a capture that tshark reads"
    if row["packets"] > 0:
        return None
    return DAMAGED if SILENT.search(row["path"]) and row["size"] > EMPTY else NO_PACKETS


def unread(rows):
    """True if there is a capture of which not even the start could be read."""
    return any(row["packets"] == 0 and row["error"] != NO_PACKETS for row in rows)
