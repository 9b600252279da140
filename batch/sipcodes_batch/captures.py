"""Which captures there are, and when each begins and ends.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from . import BatchError
from .moment import from_decimal

NAMES = re.compile(r"\.(pcap|pcapng|cap)\d*(\.(gz|zst|lz4))?$", re.IGNORECASE)
AT_ONCE = 200
NO_PACKETS = "no packets"
UNNAMED = "unnamed"
_INTERFACE, _NAME = (re.compile(line, re.MULTILINE) for line in (
    r"^Interface #\d+ info:$", "^ +Name = (.*)$"))
# Of these nothing is said where the first block cannot be unpacked; an empty capture is smaller.
SILENT, EMPTY = re.compile(r"\.(zst|lz4)$", re.IGNORECASE), 512
DAMAGED = "damaged zstd or lz4 data, or no packets"


def find(paths):
    """The captures at and below these paths, some of them twice. A file that is named is taken whatever
    its suffix. Links are followed, but for those to folders."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from _below(path)
        elif path.is_file():
            yield str(path.resolve())
        else:
            raise BatchError(f"{path}: no such file or folder")


def _below(folder):
    """One entry after the other: a folder may have any number of them."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            elif NAMES.search(entry.name) and entry.is_file():
                yield os.path.realpath(entry.path)


def measure(paths, known, interfaces):
    """A row for each capture. KNOWN gives the row of an earlier run for a path, or None: of a file with the
    same size and time of change its row is taken over. INTERFACES: their names are wanted, too."""
    asked = []
    for path in paths:
        try:
            stat = Path(path).stat()
        except FileNotFoundError:
            continue  # deleted since it was found
        row = {"path": path, "size": stat.st_size, "changed": stat.st_mtime_ns}
        old = known(path)
        if old and (old["size"], old["changed"]) == (row["size"], row["changed"]) and (
                not interfaces or old["interface"] is not None):
            yield old
            continue
        asked.append(row)
        if len(asked) == AT_ONCE:
            yield from _ask(asked, interfaces)
            asked = []
    yield from _ask(asked, interfaces)


def _ask(rows, interfaces):
    """Fills in packets, begin, end, interface, and error: the text if the file cannot be read to its end."""
    cells, words = _capinfos([row["path"] for row in rows], interfaces)
    for row in rows:
        row["error"] = _said(row["path"], words)
        found = cells.get(row["path"]) or (row["error"] and _until_damage(row["path"], interfaces))
        packets, begin, end, row["interface"] = found or (
            "0", "n/a", "n/a", UNNAMED if interfaces else None)
        row["packets"] = int(packets)
        row["begin"], row["end"] = (None if text == "n/a" else from_decimal(text)
                                    for text in (begin, end))
        if row["packets"] == 0 and row["error"] is None:
            row["error"] = _none(row, found)
    return rows


def _capinfos(paths, interfaces):
    """Packets, begin, end and interface by path, and what was said on standard error."""
    if not paths:
        return {}, ""
    said, words = _run("-T", "-r", "-S", "-c", "-a", "-e", *paths)
    rows = (line.split("\t") for line in said.split("\n"))
    cells = {path: rest for path, *rest in rows if len(rest) == 3}
    names = _interfaces(cells) if interfaces and cells else {}
    return {path: (*rest, names.get(path)) for path, rest in cells.items()}, words


def _interfaces(paths):
    """The name of the interface by path: of all that the file describes, whether they have packets or
    not, as the next file of the same ring describes them, too."""
    said, names = _run("-I", *paths)[0], {}
    for path in reversed(list(paths)):
        said, _, of_file = said.rpartition(f"File name:           {path}\n")
        found = (_NAME.search(of_one) for of_one in _INTERFACE.split(of_file)[1:])
        names[path] = "+".join(sorted({name[1] if name else UNNAMED for name in found})) or UNNAMED
    return names


def _run(*words):
    """What capinfos says on standard output and on standard error."""
    done = subprocess.run(["capinfos", *words], capture_output=True, encoding="utf-8",
                          errors="surrogateescape", stdin=subprocess.DEVNULL, check=False)
    return done.stdout, done.stderr


def _until_damage(path, interfaces):
    """Of a file that is damaged in its middle, of which capinfos says nothing."""
    with tempfile.TemporaryDirectory(prefix="sipcodes-batch.") as folder:
        copy = str(Path(folder) / "copy")
        subprocess.run(["editcap", path, copy], stdin=subprocess.DEVNULL, capture_output=True,
                       check=False)
        return _capinfos([copy], interfaces)[0].get(copy)


def _said(path, words):
    said = [line for line in words.split("\n") if f'"{path}"' in line]
    return said[-1].partition(": ")[2] or said[-1] if said else None


def _none(row, counted):
    """Why there are no packets."""
    if not counted:
        return "not a capture that tshark reads"
    return DAMAGED if SILENT.search(row["path"]) and row["size"] > EMPTY else NO_PACKETS
