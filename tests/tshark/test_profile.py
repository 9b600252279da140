"""The profile: every colour rule and filter button compiles and is of use, rows get the colour of
the first rule that fits, and the columns show what they are named after.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import csv
import functools
import os
import pty
import re
import threading
import unittest

from harness import ROOT, all_captures, environment, fields, run, stage, tshark

PROFILE = ROOT / "plugin" / "profile"
SGR = re.compile(r"\x1b\[38;2;(\d+);(\d+);(\d+)m\x1b\[48;2;(\d+);(\d+);(\d+)m\s*(\d+)")


def lines(name):
    text = (PROFILE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def rgb(colour):
    """[65535,0,257], as the profile has it, in bytes."""
    return tuple(int(part) >> 8 for part in colour.strip("[]").split(","))


def rules():
    """Name, filter, text colour and row colour of each colour rule, in their order."""
    for line in lines("colorfilters"):
        name, condition, row, text = re.fullmatch(
            r"@([^@]+)@(.+)@(\[[\d,]+\])(\[[\d,]+\])", line).groups()
        yield name, condition, rgb(text) + rgb(row)


def buttons():
    """Name and filter of each button. The file writes special characters as \\xHH."""
    for enabled, name, condition, _ in csv.reader(lines("dfilter_buttons")):
        if enabled == "TRUE":
            yield name, re.sub(r"\\x([0-9a-fA-F]{2})", lambda hit: chr(int(hit[1], 16)), condition)


def columns():
    """Place and field of the columns that show a field."""
    layout = " ".join((PROFILE / "preferences").read_text(encoding="utf-8").splitlines())
    pairs = re.findall(r'"([^"]+)",\s*"(%[^"]+)"', layout)
    return [(at, kind.split(":")[1]) for at, (_, kind) in enumerate(pairs)
            if kind.startswith("%Cus:")]


@functools.cache
def hits(condition):
    return [int(row[0][0]) for row in
            fields(all_captures(), ["frame.number"], "-Y", condition)]


def with_profile():
    return environment(WIRESHARK_CONFIG_DIR=str(stage() / "config"), COLORTERM="truecolor")


def on_a_terminal(*command):
    """What a command prints if it believes to print on a terminal: only there tshark colours."""
    ours, theirs = pty.openpty()
    output = bytearray()

    def drain():
        # Reading fails once the other end is closed and all is read.
        try:
            while chunk := os.read(ours, 65536):
                output.extend(chunk)
        except OSError:
            pass

    reader = threading.Thread(target=drain)
    reader.start()
    try:
        run(*command, env=with_profile(), stdout=theirs)
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)
    return output.decode("utf-8")


class Profile(unittest.TestCase):
    maxDiff = None

    def test_colour_rules_and_buttons_find_something(self):
        conditions = [*((name, condition) for name, condition, _ in rules()), *buttons()]
        self.assertGreater(len(conditions), 2)
        for name, condition in conditions:
            with self.subTest(name=name, condition=condition):
                self.assertNotEqual(hits(condition), [])

    def test_rows_have_the_colour_of_the_first_rule_that_fits(self):
        expected = {}
        for _, condition, colours in rules():
            for frame in hits(condition):
                expected.setdefault(frame, colours)
        printed = on_a_terminal("tshark", "-C", "sipcodes", "--color", "-r", all_captures())
        found = {int(hit[-1]): tuple(map(int, hit[:-1])) for hit in SGR.findall(printed)}
        frames = sorted(found.keys() | expected.keys())
        self.assertEqual([(frame, found.get(frame)) for frame in frames],
                         [(frame, expected.get(frame)) for frame in frames])

    def test_columns_show_their_fields(self):
        names = [field for _, field in columns()]
        self.assertIn("sipcodes.hint", names)
        printed = tshark("-C", "sipcodes", "-T", "tabs", "-r", all_captures(), env=with_profile())
        # tshark puts a column with an arrow between source and destination.
        cells = [[cell.strip() for cell in line.split("\t") if cell.strip() != "→"]
                 for line in printed.splitlines()]
        self.assertEqual(
            [[line[0], *(line[at] for at, _ in columns())] for line in cells],
            [[frame, *map(",".join, found)] for [frame], *found in
             fields(all_captures(), ["frame.number", *names])])


if __name__ == "__main__":
    unittest.main()
