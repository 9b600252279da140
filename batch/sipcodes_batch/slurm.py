"""Runs the units of a plan as a job array of Slurm, and loads what they gave after it.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from . import BatchError, programs
from .engine import waiting
from .folder import store

# Slurm's default for the greatest index is 1,000: a task runs each so-manieth unit of the list.
TASKS = 1000


def submit(out, plan, options):
    """Returns what was submitted, for the user. All nodes must have this folder and the captures."""
    programs.need("sbatch")
    out = Path(out).resolve()
    (out / "slurm").mkdir(exist_ok=True)
    names = [unit["id"] for unit in waiting(out, plan)]
    program = [sys.executable, "-B", os.path.abspath(sys.argv[0])]
    load = [*program, "load", "--out", str(out),
            *(("--database", options.database) if options.database else ())]
    if not names:
        return f"Nothing is left to run. Slurm job {_sbatch(out, shlex.join(load))} loads"
    listed, tasks = out / "slurm" / "units", min(len(names), TASKS)
    store(listed, "".join(name + "\n" for name in names).encode())
    run = [*program, "run", "--out", str(out), "--limit", str(options.limit)]
    array = f"1-{tasks}" + (f"%{options.jobs}" if options.jobs else "")
    job = _sbatch(out, f"sed -n \"${{SLURM_ARRAY_TASK_ID}}~{tasks}p\" {shlex.quote(str(listed))} | "
                       f"xargs {shlex.join(run)}", "--array", array)
    after = _sbatch(out, shlex.join(load), "--dependency", f"afterany:{job}")
    return (f"Slurm job {job} runs {len(names)} units, job {after} loads them; then: "
            f"sipcodes-batch report --out {shlex.quote(str(out))}")


def _sbatch(out, command, *options):
    """The number of the job."""
    done = subprocess.run(
        ["sbatch", "--parsable", "--job-name", "sipcodes-batch", "--output",
         str(out / "slurm" / "%A_%a.txt"), *options],
        input=f"#!/bin/sh\n{command}\n", capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise BatchError(f"sbatch: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout.strip().partition(";")[0]
