#!/usr/bin/env python3
"""Reports of a part of a capture, and reports that are all that is printed.

    tests/tshark/test_reports.py --accept      what is printed now is what is expected

SPDX-License-Identifier: GPL-2.0-or-later

What is reported of each capture is checked together with its fields: see check_reports.py.
"""

import json
import re
import subprocess
import sys
import unittest
from pathlib import Path

import reports
from harness import BUILD, PASSES, all_captures, finding_something, open_to_all, stage, staged, tshark
from reading import read, reading


# Whole reports, in files of the folder printed: name, capture, and report with its options.
MASKED = ("-o", "sipcodes.mask_addresses:TRUE")
WHOLE = (
    ("auth.csv", "kamailio/auth.pcapng", "csv", ()),
    ("auth.ladder", "kamailio/auth.pcapng", "ladder", ()),
    ("serial-fork.csv", "kamailio/serial-fork.pcapng", "csv", ()),
    ("serial-fork.ladder", "kamailio/serial-fork.pcapng", "ladder", ()),
    ("serial-fork-masked.csv", "kamailio/serial-fork.pcapng", "csv", MASKED),
    ("icmp-masked.ladder", "kamailio/icmp.pcapng", "ladder", MASKED),
    ("snaplen.report", "kamailio/snaplen.pcapng", "report", ()),
    ("no-sip.report", "no-sip.pcapng", "report", ()),
    ("switched-off.report", "sample.pcapng", "report", ("--disable-protocol", "sipcodes")),
)
FOLDER = Path(__file__).resolve().parent / "printed"

ADDRESS = re.compile(r"\b\d+\.\d+\.\d+\.\d+\b|[0-9a-f]*::[0-9a-f]")

# A chain of eleven hosts: more than a ladder has columns.
CHAIN = 10


def whole(capture, report, options):
    return tshark("-q", "-r", staged(capture), *options, "-z", f"sipcodes,{report}")


def accept():
    for name, *what in WHOLE:
        (FOLDER / name).write_text(whole(*what), encoding="utf-8")


def made(name, lines):
    """A ladder of the unit tests as a capture in the stage."""
    ladder, capture = stage() / f"{name}.ladder", stage() / f"{name}.pcapng"
    ladder.write_text(lines, encoding="utf-8")
    subprocess.run([BUILD / "tests" / "ladders" / "ladders", "--pcapng", capture, ladder],
                   check=True)
    open_to_all(capture)
    return capture


def printed(path, *options, condition=""):
    """The reports of a run that prints nothing else, and so makes no tree of any frame."""
    return reports.parsed(tshark("-q", "-r", path, *options, *reports.options(condition)))


class Reports(unittest.TestCase):
    maxDiff = None

    def test_they_are_the_same_without_trees(self):
        # Trees are made of all frames, also of those that the filter leaves out.
        for passes, options in PASSES.items():
            with self.subTest(passes=passes):
                self.assertEqual(printed(all_captures(), *options),
                                 read(all_captures(), *options, condition="!frame").reports)

    def test_filter_selects_attempts_by_their_messages(self):
        condition = "sipcodes.code == 503"
        for passes, options in PASSES.items():
            with self.subTest(passes=passes):
                every = reading("sample.pcapng", passes).reports.attempts
                some = printed(staged("sample.pcapng"), *options, condition=condition)
                self.assertEqual(some.attempts, [row for row in every if row.get("code") == 503])
                self.assertEqual(some.summary["responses_by_code"], {"503 Service Unavailable": 1})
                self.assertEqual(some.summary["responses"], 1)
                totals, _ = some.nodes
                self.assertEqual(totals["Attempts by outcome"], len(some.attempts))

    def test_whole_reports_are_as_expected(self):
        for name, *what in WHOLE:
            with self.subTest(name=name):
                self.assertEqual(whole(*what),
                                 (FOLDER / name).read_text(encoding="utf-8"))

    def test_no_address_is_left_in_masked_reports(self):
        masked, plain = (tshark("-q", "-r", all_captures(), *options, *reports.options())
                         for options in (MASKED, ()))
        found = reports.parsed(masked)
        for lines in (found.json, found.report, found.csv, found.ladder):
            self.assertTrue(lines)
            self.assertEqual([line for line in lines if ADDRESS.search(line)], [])
        self.assertTrue(ADDRESS.search(plain))
        # One host has one name in all reports.
        self.assertEqual([row["client"] for row in found.rows],
                         [row["client"]["address"] for row in found.attempts])
        hosts = [row["client"]["address"] for row in reports.parsed(plain).attempts]
        names = [row["client"]["address"] for row in found.attempts]
        self.assertEqual(len(set(zip(hosts, names, strict=True))), len(set(hosts)))
        self.assertEqual(len(set(hosts)), len(set(names)))

    def test_further_hosts_share_the_last_column(self):
        lines = ["# Chain", "1 0 h1 > h2 INVITE : 1"]
        lines += [f"{hop} {hop} h{hop} > h{hop + 1} relay {hop - 1} : {hop}"
                  for hop in range(2, CHAIN + 1)]
        lines += [f"{CHAIN + 1} 100 h{CHAIN + 1} > h{CHAIN} 404 : {CHAIN}"]
        path = made("chain", "\n".join(lines) + "\n")
        ladder = tshark("-q", "-r", path, "-z", "sipcodes,ladder")
        self.assertIn("  The column \"others\" stands for: 10.0.0.8, 10.0.0.9, 10.0.0.10, "
                      "10.0.0.11\n", ladder)
        arrows = [line.split("  ", 1)[1] for line in ladder.splitlines() if " |" in line]
        self.assertEqual(len(arrows), CHAIN + 1)
        self.assertTrue(arrows[6].endswith("|---------------->|  INVITE (10.0.0.7 > 10.0.0.8)"))
        self.assertIn("|                 o  INVITE (10.0.0.9 > 10.0.0.10)", arrows[8])

    def test_a_formula_is_a_text(self):
        path = made("formula", "# Formula\n1 0 alice > bob INVITE call==1+2,\"x\" : 1\n"
                               "2 10 bob > alice 404 : 1\n")
        self.assertIn(",\"'=1+2,\"\"x\"\"\",", tshark("-q", "-r", path, "-z", "sipcodes,csv"))


class Filters(unittest.TestCase):
    def test_filters_of_groups_find_their_messages(self):
        """In all captures one after the other, so that there is a group of each kind."""
        path = all_captures()
        report = tshark("-q", "-r", path, "-z", "sipcodes,report")
        conditions = re.findall(r"^ +filter: +(.+)$", report, re.MULTILINE)
        self.assertGreater(len(conditions), 100)
        found = finding_something(path, conditions, "-2")
        self.assertEqual([one for one in conditions if one not in found], [])


class Names(unittest.TestCase):
    def test_without_a_name_it_is_the_report_for_people(self):
        path = staged("sample.pcapng")
        self.assertEqual(tshark("-q", "-r", path, "-z", "sipcodes"),
                         tshark("-q", "-r", path, "-z", "sipcodes,report"))

    def test_another_name_is_refused_in_one_line(self):
        with self.assertRaisesRegex(AssertionError, "exit status 2\ntshark: -z sipcodes,nothing: "):
            tshark("-q", "-r", staged("sample.pcapng"), "-z", "sipcodes,nothing")


if __name__ == "__main__":
    if sys.argv[1:] == ["--accept"]:
        accept()
    else:
        unittest.main()
