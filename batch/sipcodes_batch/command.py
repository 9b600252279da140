"""The command line.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import argparse
import os
import sys

from . import BatchError, captures, database, engine, mask, plan, programs, report
from . import unit as units

STEPS = ("plan", "run", "load", "report")


def _parser():
    parser = argparse.ArgumentParser(
        prog="sipcodes-batch", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="One report on many captures.",
        epilog="sipcodes-batch PATH...         all of it\n"
               "sipcodes-batch plan PATH...    only find the captures and make the plan\n"
               "sipcodes-batch run [UNIT...]   run these units of the plan, or what is left of it\n"
               "sipcodes-batch load            bring the database up to the plan\n"
               "sipcodes-batch report          print the report")
    parser.add_argument("words", nargs="+", metavar="PATH", help="captures and folders of them")
    parser.add_argument("--out", default="sipcodes-batch.out", metavar="FOLDER",
                        help="plan, results and database (default: %(default)s)")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count(), metavar="N")
    parser.add_argument("--retries", type=int, default=2, metavar="N",
                        help="how often a unit is tried (default: %(default)s)")
    parser.add_argument("--limit", type=int, default=3600, metavar="SECONDS",
                        help="for each program of a unit (default: %(default)s)")
    parser.add_argument("--point", default="folder", metavar="folder|one|REGEX",
                        help="what tells the capture points apart: the folder, nothing, or a "
                             "pattern of the file name (default: %(default)s)")
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
    return parser


def _make_plan(options, paths):
    if options.context < 64:
        raise BatchError("--context must be at least 64 s, twice 64*T1")
    programs.need("capinfos")
    version = programs.plugin_version()
    masked = options.mask or programs.plugin_masks()
    made = plan.make(paths, options.out, version, {
        **{name: getattr(options, name)
           for name in ("point", "context", "length", "hole", "filter")},
        "mask": mask.fingerprint(options.out) if masked else ""})
    if not made["captures"]:
        raise BatchError("no captures below " + ", ".join(paths))
    return made


def _run(options, made, wanted):
    """Units by name are run here, all of them by the engine."""
    if not wanted:
        engine.run_all(options.out, made, options.jobs, options.retries, options.limit)
        return True
    known = {unit["id"]: unit for unit in made["units"]}
    if unknown := sorted(set(wanted) - set(known)):
        raise BatchError(f"not in the plan: {', '.join(unknown)}")
    return all([units.run_and_record(options.out, known[name], options.limit) for name in wanted])


def _work(options):
    step, rest = options.words[0], options.words[1:]
    if step not in STEPS:
        made = _make_plan(options, options.words)
        _run(options, made, ())
        missing = database.load(options.out, made)
        report.write(options.out, options.format, sys.stdout)
        path = report.store_page(options.out)
        if options.format == "text":
            print(f"\nThe same with examples and ladders: {path}")
        return missing == 0 and not captures.unread(made["captures"])
    if step == "plan":
        _make_plan(options, rest)
        return True
    made = plan.read(options.out)
    if step == "run":
        return _run(options, made, rest)
    if step == "load":
        return database.load(options.out, made) == 0
    report.write(options.out, options.format, sys.stdout)
    return True


def main():
    options = _parser().parse_intermixed_args()
    try:
        return 0 if _work(options) else 1
    except BatchError as error:
        print(f"sipcodes-batch: {error}", file=sys.stderr)
        return 2
