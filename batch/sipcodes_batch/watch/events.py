"""Events: a JSON line for each attempt that failed.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import json
import os
import re
import sys
from pathlib import Path

from ..database import ends_of, place, stored

# As the view `failures` of the database has them.
FAILURES = ("refused", "failed", "unanswered", "dropped", "challenged", "redirected")
_KEPT = ("begin", "method", "call_id", "in_dialog", "steps", "caller", "callee", "client", "server",
         "responder", "outcome", "code", "why", "hint", "causes", "first_response_time", "ring_time",
         "setup_time")
_FRAMES = re.compile(r"\bframe \d+|\bframes \d+ and \d+")


def fails(row):
    return row["outcome"] in FAILURES


def of(unit, row):
    """The line of an attempt. Its frames, which are those of all files of the unit, become those of
    the capture that the attempt begins in; a frame of another one is named with it."""
    ends = ends_of(unit)
    capture, frame = place(unit, ends, row["frame"])

    def number_of(digits):
        if unit["overlap"] or not 0 < int(digits) <= ends[-1]:
            return digits
        where, at = place(unit, ends, int(digits))
        return str(at) if where == capture else f"{at} of {Path(where).name}"

    def renamed(match):
        return re.sub(r"\d+", lambda digits: number_of(digits[0]), match[0])

    event = {"point": stored(unit["point"]), "capture": capture, "frame": frame}
    event |= {name: row[name] for name in _KEPT if name in row}
    if "why" in event:
        event["why"] = event["why"] | {"text": _FRAMES.sub(renamed, event["why"]["text"])}
    event["findings"] = [{
        "id": found["id"], "confidence": found["confidence"], "severity": found["severity"],
        "text": _FRAMES.sub(renamed, found["text"]),
        "evidence": [number_of(str(at)) for at in found["evidence"]],
        "blockers": found["blockers"]} for found in row["findings"]]
    return json.dumps(event, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def end_of(path):
    """Where the file of events ends: what append() needs to know later which lines it has."""
    try:
        stat = os.stat(path)
    except FileNotFoundError:
        return [0, 0]
    return [stat.st_ino, stat.st_size]


def append(path, lines, end):
    """Writes each line at once. END is from end_of(), of before the first try: lines that a run which
    was killed has written since are not written again. The file is opened each time, so that it may
    be moved away at any time."""
    if path == "-":
        for line in lines:
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
        return
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        for line in lines[_written(file, *end):]:
            while line:
                line = line[os.write(file, line):]
    finally:
        os.close(file)


def _written(file, inode, size):
    """How many whole lines follow the old end. Half a line is taken away."""
    stat = os.fstat(file)
    if inode not in (0, stat.st_ino) or stat.st_size <= size:
        return 0
    tail = os.pread(file, stat.st_size - size, size)
    whole = tail.rfind(b"\n") + 1
    if whole < len(tail):
        os.ftruncate(file, size + whole)
    return tail.count(b"\n")
