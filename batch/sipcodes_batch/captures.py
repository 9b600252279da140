"""Which captures there are, and when each begins and ends.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import re
import subprocess
import tempfile
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
    cells, words = _capinfos(row["path"] for row in rows)
    for row in rows:
        row["error"] = _said(row["path"], words)
        found = cells.get(row["path"]) or (row["error"] and _until_damage(row["path"]))
        packets, begin, end = found or ("0", "n/a", "n/a")
        row["packets"] = int(packets)
        row["begin"], row["end"] = (None if text == "n/a" else from_decimal(text)
                                    for text in (begin, end))
        if row["packets"] == 0 and row["error"] is None:
            row["error"] = _none(row, found)
    return rows


def _capinfos(paths):
    """Packets, begin and end by path, and what was said on standard error."""
    done = subprocess.run(["capinfos", "-T", "-r", "-S", "-c", "-a", "-e", *paths],
                          capture_output=True, encoding="utf-8", errors="surrogateescape",
                          stdin=subprocess.DEVNULL, check=False)
    rows = (line.split("\t") for line in done.stdout.split("\n"))
    return {path: rest for path, *rest in rows if len(rest) == 3}, done.stderr


def _until_damage(path):
    """Of a file that is damaged in its middle, of which capinfos says nothing."""
    with tempfile.TemporaryDirectory(prefix="sipcodes-batch.") as folder:
        copy = str(Path(folder) / "copy")
        subprocess.run(["editcap", path, copy], stdin=subprocess.DEVNULL, capture_output=True,
                       check=False)
        return _capinfos([copy])[0].get(copy)


def _said(path, words):
    said = [line for line in words.split("\n") if f'"{path}"' in line]
    return said[-1].partition(": ")[2] or said[-1] if said else None


def _none(row, counted):
    """Why there are no packets."""
    if not counted:
        return "not a capture that tshark reads"
    return DAMAGED if SILENT.search(row["path"]) and row["size"] > EMPTY else NO_PACKETS


def unread(rows):
    """True if there is a capture of which not even the start could be read."""
    return any(row["packets"] == 0 and row["error"] != NO_PACKETS for row in rows)
