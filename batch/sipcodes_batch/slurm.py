"""Runs the units of a plan as a job array of Slurm, and loads what they gave after it.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from . import BatchError, programs
from .engine import waiting, write_names

# Slurm's default for the greatest index is 1,000: a task runs every so-manieth unit of the list.
TASKS = 1000
# A node with another plugin or tshark runs none of its units, and each of them has that as its error.
TASK = """units=$(sed -n "${{SLURM_ARRAY_TASK_ID}}~{tasks}p" {listed})
found=$({program} --version 2>&1 | head -n 1)
if [ "$found" = {version} ]; then
    {program} run --out {out} --limit {limit} $units
    exit
fi
for unit in $units; do
    printf '%s: has sipcodes %s, not %s: install the same\\n' \\
        "$(hostname)" "$found" {version} >{out}/units/"$unit".error
done
exit 1"""


def submit(out, plan, options):
    """Returns what was submitted, for the user. All nodes must have this folder and the captures."""
    programs.need("sbatch")
    out = Path(out).resolve()
    (out / "slurm").mkdir(exist_ok=True)
    program = shlex.join([sys.executable, "-B", os.path.abspath(sys.argv[0])])
    place = shlex.quote(str(out))
    load = f"{program} load --out {place}"
    if options.database:
        load += f" --database {shlex.quote(options.database)}"
    # An earlier array may still wait for its own list.
    with tempfile.NamedTemporaryFile("w", dir=out / "slurm", prefix="units-", delete=False,
                                     encoding="ascii") as file:
        listed, count = file.name, write_names(waiting(out, plan), file)
    if not count:
        os.unlink(listed)
        return f"Nothing is left to run. Slurm job {_sbatch(out, load)} loads"
    tasks = min(count, TASKS)
    job = _sbatch(out, TASK.format(program=program, version=shlex.quote(plan.version), tasks=tasks,
                                   listed=shlex.quote(listed), out=place, limit=options.limit),
                  "--array", f"1-{tasks}" + (f"%{options.jobs}" if options.jobs else ""))
    after = _sbatch(out, load, "--dependency", f"afterany:{job}")
    return (f"Slurm job {job} runs {count} units, job {after} loads them; then: "
            f"sipcodes-batch report --out {place}")


def _sbatch(out, command, *options):
    """The number of the job."""
    done = subprocess.run(
        ["sbatch", "--parsable", "--job-name", "sipcodes-batch", "--output",
         str(out / "slurm" / "%A_%a.txt"), *options],
        input=f"#!/bin/sh\n{command}\n", capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise BatchError(f"sbatch: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout.strip().partition(";")[0]
