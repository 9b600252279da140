"""Runs the units of a plan that have no result yet, with GNU parallel: here or on other hosts.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import hosts, mask, programs
from .folder import copies_of, result_of

# What --transfer copies are links to the captures: follow them.
COPY_LINKS = {"PARALLEL_RSYNC_OPTS": "-rLDzR"}


def waiting(out, plan):
    """A killed run goes on where it was: what has its file is not run again."""
    return (unit for unit in plan.units() if not result_of(out, unit["id"]).exists())


def write_names(units, file):
    """A line for each unit. Returns how many there are."""
    count = 0
    for count, unit in enumerate(units, 1):
        file.write(unit["id"] + "\n")
    file.flush()
    return count


def run_all(out, plan, options):
    """OPTIONS: jobs, retries, limit, hosts, transfer."""
    out = Path(out).resolve()
    with tempfile.TemporaryFile("w+", encoding="ascii") as names:
        if write_names(waiting(out, plan), names):
            names.seek(0)
            _run(out, plan, options, names)


def _run(out, plan, options, names):
    programs.need_gnu_parallel()
    # Asked here, as parallel asks lscpu, which wants /sys: a container may have none.
    jobs = options.jobs or (None if options.hosts else os.cpu_count())
    program, where = [sys.executable, "-B", os.path.abspath(sys.argv[0])], ["--out", str(out)]
    command = ["parallel", "--will-cite", "--no-run-if-empty", "--retries", str(options.retries),
               "--joblog", str(out / "joblog"),
               *(("--jobs", str(jobs)) if jobs else ()),
               *(("--bar",) if sys.stderr.isatty() else ())]
    if options.hosts:
        hosts.check(options.hosts, plan.version, options.transfer)
        program = ["sipcodes-batch"]
        command += ["--ssh", hosts.SSH, "--sshloginfile", os.path.abspath(options.hosts)]
    if options.transfer:
        _link(out, waiting(out, plan))
        where = ["--out", "."]
        command += ["--workdir", "...", "--transferfile", "units/{}.json", "--transferfile",
                    "files/{}", "--return", "units", "--cleanup"]
        if plan.options["mask"]:
            command += ["--transferfile", mask.NAME]
    subprocess.run([*command, "--quote", *program, "run", *where, "--limit", str(options.limit),
                    "{}"], cwd=out, env=os.environ | COPY_LINKS, stdin=names, check=False)
    if options.transfer:
        shutil.rmtree(out / "files", ignore_errors=True)


def _link(out, units):
    """Gathers the captures of each unit in a folder that is copied as it is."""
    shutil.rmtree(out / "files", ignore_errors=True)
    for unit in units:
        folder = copies_of(out, unit["id"])
        folder.mkdir(parents=True)
        for at, row in enumerate(unit["files"]):
            (folder / str(at)).symlink_to(row["path"])
