"""What the folder of --out holds, by the id of a unit.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
from pathlib import Path


def job_of(out, name):
    """The unit itself: all that `run` needs to know of the plan."""
    return Path(out) / "units" / f"{name}.json"


def result_of(out, name):
    return Path(out) / "units" / f"{name}.jsonl.gz"


def error_of(out, name):
    """Why there is no result."""
    return Path(out) / "units" / f"{name}.error"


def copies_of(out, name):
    """The captures of the unit as 0, 1 and so on, where they are transferred to another host."""
    return Path(out) / "files" / name


def store(path, data):
    """Writes a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    temporary.rename(path)
