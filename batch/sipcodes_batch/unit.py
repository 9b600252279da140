"""One unit: from captures to JSON Lines.

SPDX-License-Identifier: GPL-2.0-or-later

The file of a unit holds the unit itself, the attempts that begin in its interval, and a last line
{"type": "end", "cut_short": N}. It has its name only when it is whole.
"""

import gzip
import itertools
import json
import subprocess
import tempfile
from pathlib import Path

from . import BatchError, mask, programs
from .folder import copies_of, error_of, job_of, result_of, store
from .moment import from_iso

# mergecap opens all its files at once, and 1,024 may be open.
AT_ONCE = 500


def read(out, name):
    try:
        return json.loads(job_of(out, name).read_text())
    except FileNotFoundError:
        raise BatchError(f"not in the plan: {name}") from None


def run(out, unit, limit):
    """Makes the file of a unit, unless it is there. LIMIT is in seconds."""
    target = result_of(out, unit["id"])
    if target.exists():
        return
    programs.need("tshark", "mergecap", "editcap")
    with tempfile.TemporaryDirectory(prefix="sipcodes-batch.") as folder:
        lines = _attempts(unit, _tshark(out, unit, Path(folder), limit))
        store(target, gzip.compress("".join(line + "\n" for line in lines).encode(), mtime=0))


def _tshark(out, unit, folder, limit):
    """What tshark says of the unit's files: a path. Copies are read instead where there are any."""
    copies = copies_of(out, unit["id"])
    files = [_readable(row, copies / str(at), folder / str(at))
             for at, row in enumerate(unit["files"])]
    merged, said = _merged(unit, files, folder, limit), folder / "said"
    report = "sipcodes,json" + ("," + unit["filter"] if unit["filter"] else "")
    with open(said, "wb") as output:
        _call(["tshark", "-q", "-r", merged, *mask.preferences(out, unit["mask"]), "-z", report],
              limit, output)
    return said


def _readable(row, copy, whole):
    """A file that ends in the middle of a packet is read as far as it goes."""
    path = str(copy) if copy.exists() else row["path"]
    if row["error"] is None:
        return path
    subprocess.run(["editcap", path, str(whole)], stdin=subprocess.DEVNULL,
                   capture_output=True, check=False)
    return str(whole)


def _merged(unit, files, folder, limit):
    """All files as one: a path."""
    merge = ["mergecap", *(() if unit["overlap"] else ("-a",)), "-w"]
    for turn in itertools.count():
        parts = [files[at:at + AT_ONCE] for at in range(0, len(files), AT_ONCE)]
        files = [str(folder / f"merged-{turn}-{at}") for at in range(len(parts))]
        for part, merged in zip(parts, files):
            _call([*merge, merged, *part], limit)
        if len(files) == 1:
            return files[0]


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
    row = {}
    with open(said, encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            if row["type"] == "attempt" and owns(unit, from_iso(row["begin"])):
                yield line.rstrip("\n")
    if row.get("type") != "summary":
        raise BatchError("tshark: its report has no summary at the end")
    yield json.dumps({"type": "end", "cut_short": row["cut_short"]})


def owns(unit, time):
    return ((unit["begin"] is None or time >= unit["begin"])
            and (unit["end"] is None or time < unit["end"]))


def run_and_record(out, unit, limit):
    """The same; what goes wrong is kept for the database. True if the file of the unit is there."""
    path = error_of(out, unit["id"])
    try:
        run(out, unit, limit)
    except (BatchError, OSError, ValueError, KeyError) as error:
        store(path, f"{error}\n".encode(errors="replace"))
        return False
    path.unlink(missing_ok=True)
    return True
