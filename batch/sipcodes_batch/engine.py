"""Runs the units of a plan that have no result yet, with GNU parallel: here or on other hosts.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import hosts, programs
from .folder import copies_of, result_of

# What --transfer copies are links to the captures: follow them.
COPY_LINKS = {"PARALLEL_RSYNC_OPTS": "-rLDzR"}


def waiting(out, plan):
    """A killed run goes on where it was: what has its file is not run again."""
    return [unit for unit in plan["units"] if not result_of(out, unit["id"]).exists()]


def run_all(out, plan, options):
    """OPTIONS: jobs, retries, limit, hosts, transfer."""
    units = waiting(out, plan)
    if not units:
        return
    programs.need_gnu_parallel()
    out = Path(out).resolve()
    program, where = [sys.executable, "-B", os.path.abspath(sys.argv[0])], ["--out", str(out)]
    command = ["parallel", "--will-cite", "--no-run-if-empty", "--retries", str(options.retries),
               "--joblog", str(out / "joblog"),
               *(("--jobs", str(options.jobs)) if options.jobs else ()),
               *(("--bar",) if sys.stderr.isatty() else ())]
    if options.hosts:
        hosts.check(options.hosts, plan["version"], options.transfer)
        program = ["sipcodes-batch"]
        command += ["--ssh", hosts.SSH, "--sshloginfile", os.path.abspath(options.hosts)]
    if options.transfer:
        _link(out, units)
        where = ["--out", "."]
        command += ["--workdir", "...", "--transferfile", "units/{}.json", "--transferfile",
                    "files/{}", "--return", "units", "--cleanup"]
    subprocess.run([*command, "--quote", *program, "run", *where, "--limit", str(options.limit),
                    "{}"], cwd=out, env=os.environ | COPY_LINKS, encoding="utf-8", check=False,
                   input="".join(unit["id"] + "\n" for unit in units))
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
