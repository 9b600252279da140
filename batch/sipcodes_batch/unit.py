"""One unit: from captures to JSON Lines.

SPDX-License-Identifier: GPL-2.0-or-later

The file of a unit holds the unit itself, the attempts that begin in its interval, and a last line
{"type": "end"}. It has its name only when it is whole.
"""

import gzip
import json
import subprocess
import tempfile
from pathlib import Path

from . import BatchError, mask, programs
from .moment import from_iso
from .plan import store


def path_of(out, unit):
    return Path(out) / "units" / f"{unit['id']}.jsonl.gz"


def run(out, unit, limit):
    """Makes the file of a unit, unless it is there. LIMIT is in seconds."""
    target = path_of(out, unit)
    if target.exists():
        return
    programs.need("tshark", "mergecap", "editcap")
    with tempfile.TemporaryDirectory(prefix="sipcodes-batch.") as folder:
        lines = _attempts(unit, _tshark(out, unit, Path(folder), limit))
        store(target, gzip.compress("".join(line + "\n" for line in lines).encode(), mtime=0))


def _tshark(out, unit, folder, limit):
    """What tshark says of the unit's files: a path."""
    files = [_readable(row, folder / str(at)) for at, row in enumerate(unit["files"])]
    merged, said = folder / "merged", folder / "said"
    _call(["mergecap", *(() if unit["overlap"] else ("-a",)), "-w", str(merged), *files], limit)
    report = "sipcodes,json" + ("," + unit["filter"] if unit["filter"] else "")
    with open(said, "wb") as output:
        _call(["tshark", "-q", "-r", str(merged), *mask.preferences(out, unit["mask"]),
               "-z", report], limit, output)
    return said


def _readable(row, copy):
    """A file that ends in the middle of a packet is read as far as it goes."""
    if row["error"] is None:
        return row["path"]
    subprocess.run(["editcap", row["path"], str(copy)], stdin=subprocess.DEVNULL,
                   capture_output=True, check=False)
    return str(copy)


def _call(command, limit, output=subprocess.DEVNULL):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output,
                              stderr=subprocess.PIPE, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        raise BatchError(f"{command[0]}: not done after {limit} s") from None
    if done.returncode != 0:
        words = done.stderr.decode(errors="replace").strip().split("\n")[-1]
        raise BatchError(f"{command[0]}: exit status {done.returncode}: {words}")


def _attempts(unit, said):
    """The lines of the unit's file."""
    yield json.dumps({"type": "unit", **unit})
    kind = None
    with open(said, encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            kind = row["type"]
            if kind == "attempt" and _owned(unit, from_iso(row["begin"])):
                yield line.rstrip("\n")
    if kind != "summary":
        raise BatchError("tshark: its report has no summary at the end")
    yield json.dumps({"type": "end"})


def _owned(unit, time):
    return ((unit["begin"] is None or time >= unit["begin"])
            and (unit["end"] is None or time < unit["end"]))


def run_and_record(out, unit, limit):
    """The same; what goes wrong is kept for the database. True if the file of the unit is there."""
    try:
        run(out, unit, limit)
    except (BatchError, OSError, ValueError, KeyError) as error:
        store(_error_path(out, unit), f"{error}\n".encode(errors="replace"))
        return False
    _error_path(out, unit).unlink(missing_ok=True)
    return True


def error_of(out, unit):
    try:
        return _error_path(out, unit).read_text(errors="replace").strip()
    except FileNotFoundError:
        return "not run"


def _error_path(out, unit):
    return Path(out) / "units" / f"{unit['id']}.error"
