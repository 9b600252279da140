"""The command line.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import sqlite3
import sys
from pathlib import Path

from . import BatchError, database, engine, mask, plan, programs, report, slurm, watch
from . import unit as units

STEPS = ("plan", "run", "load", "report", "watch")


class _Version(argparse.Action):
    """What a host is asked before units are sent to it."""

    def __call__(self, parser, namespace, values, option=None):
        print(programs.named(programs.versions()))
        parser.exit()


def _parser():
    parser = argparse.ArgumentParser(
        prog="sipcodes-batch", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="One report on many captures.",
        epilog="sipcodes-batch PATH...         all of it\n"
               "sipcodes-batch plan PATH...    only find the captures and make the plan\n"
               "sipcodes-batch run [UNIT...]   run these units of the plan, or what is left of it\n"
               "sipcodes-batch load            bring the database up to the plan\n"
               "sipcodes-batch report          print the report\n"
               "sipcodes-batch watch FOLDER    judge a ring of captures while dumpcap writes it")
    parser.add_argument("words", nargs="+", metavar="PATH", help="captures and folders of them")
    parser.add_argument("--out", default="sipcodes-batch.out", metavar="FOLDER",
                        help="plan, results and database (default: %(default)s)")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the versions of the plugin and of tshark")
    parser.add_argument("-j", "--jobs", type=int, metavar="N",
                        help="units at a time, on each host (default: its processors)")
    parser.add_argument("--hosts", metavar="FILE",
                        help="run the units on these hosts over ssh: GNU parallel's --sshloginfile")
    parser.add_argument("--transfer", action="store_true",
                        help="copy the captures to the hosts, which have no common folder")
    parser.add_argument("--slurm", action="store_true",
                        help="submit the units to Slurm, and a job that loads them")
    parser.add_argument("--database", metavar="URL",
                        help="load them into PostgreSQL, too: postgresql://HOST/NAME")
    parser.add_argument("--retries", type=int, default=2, metavar="N",
                        help="how often a unit is tried (default: %(default)s)")
    parser.add_argument("--limit", type=int, default=3600, metavar="SECONDS",
                        help="for each program of a unit (default: %(default)s)")
    parser.add_argument("--point", default="folder", metavar="folder|interface|one|REGEX",
                        help="what tells the capture points apart: the folder, the interface, "
                             "nothing, or a pattern of the file name (default: %(default)s)")
    parser.add_argument("--context", type=int, default=180, metavar="SECONDS",
                        help="read before and after each unit, at least 64 (default: %(default)s)")
    parser.add_argument("--length", type=int, default=900, metavar="SECONDS",
                        help="files are taken together up to this time (default: %(default)s)")
    parser.add_argument("--hole", type=int, default=60, metavar="SECONDS",
                        help="without a packet between files is a hole (default: %(default)s)")
    parser.add_argument("--filter", default="", metavar="FILTER", help="a display filter")
    parser.add_argument("--mask", action="store_true",
                        help="names in place of addresses, and only the start of a Call-ID")
    parser.add_argument("--format", choices=report.FORMATS, default="text")
    watch.add_options(parser)
    return parser


def _plan_options(options):
    if options.context < 64:
        raise BatchError("--context must be at least 64 s, twice 64*T1")
    masked = options.mask or programs.plugin_masks()
    return {**{name: getattr(options, name)
               for name in ("point", "context", "length", "hole", "filter")},
            "mask": mask.fingerprint(options.out) if masked else ""}


def _make_plan(options, paths):
    plan_options = _plan_options(options)
    programs.need("capinfos", "editcap")
    made = plan.make(paths, options.out, programs.versions(), plan_options)
    if made.captures()[0] == 0:
        raise BatchError("no captures below " + ", ".join(paths))
    return made


def _run(options, made):
    """Runs all that is left. False if that was only submitted."""
    if options.transfer and not options.hosts:
        raise BatchError("--transfer needs --hosts")
    if options.slurm:
        print(slurm.submit(options.out, made, options))
        return False
    engine.run_all(options.out, made, options)
    return True


def _run_units(options, names):
    return all([units.run_and_record(options.out, units.read(options.out, name), options.limit)
                for name in names])


def _work(options):
    step, rest = options.words[0], options.words[1:]
    if step not in STEPS:
        made = _make_plan(options, options.words)
        if not _run(options, made):
            return True
        missing = database.load(options.out, options.database)
        report.write(options.out, options.format, sys.stdout)
        path = report.store_page(options.out)
        if options.format == "text":
            print(f"\nThe same with examples and ladders: {path}")
        return missing == 0 and made.captures()[1] == 0
    if step == "plan":
        _make_plan(options, rest)
    elif step == "run":
        if rest:
            return _run_units(options, rest)
        _run(options, plan.Plan(options.out))
    elif step == "load":
        return database.load(options.out, options.database) == 0
    elif step == "watch":
        options.out = Path(options.out) / "watch"
        return watch.run(rest, options, _plan_options(options))
    else:
        report.write(options.out, options.format, sys.stdout)
    return True


def main():
    try:
        options = _parser().parse_intermixed_args()
        return 0 if _work(options) else 1
    except (BatchError, sqlite3.OperationalError) as error:
        print(f"sipcodes-batch: {error}", file=sys.stderr)
        return 2
