"""Runs the units of a plan that have no result yet, with GNU parallel.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import subprocess
import sys
from pathlib import Path

from . import programs
from . import unit as units


def run_all(out, plan, jobs, retries, limit):
    """A killed run goes on where it was: what has its file is not run again."""
    waiting = [unit["id"] for unit in plan["units"] if not units.path_of(out, unit).exists()]
    if not waiting:
        return
    programs.need_gnu_parallel()
    command = ["parallel", "--will-cite", "--no-run-if-empty", "--jobs", str(jobs),
               "--retries", str(retries), "--joblog", str(Path(out) / "joblog"),
               *(("--bar",) if sys.stderr.isatty() else ()),
               "--quote", sys.executable, "-B", sys.argv[0], "run", "--out", str(out),
               "--limit", str(limit), "{}"]
    subprocess.run(command, input="\n".join(waiting) + "\n", encoding="utf-8", check=False)
