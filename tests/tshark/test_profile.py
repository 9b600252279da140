"""The profile: every colour rule, filter button, I/O graph and plot compiles and is of use, rows get the
colour of the first rule that fits and can be read by everybody, and the columns show what they are
named after.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import csv
import os
import pty
import re
import threading
import unittest

from harness import (
    ROOT, all_captures, environment, fields, finding_something, run, stage, staged, tshark)

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
    """Name and filter of each button."""
    for enabled, name, condition, _ in csv.reader(lines("dfilter_buttons")):
        if enabled == "TRUE":
            yield name, unescaped(condition)


def unescaped(text):
    """Text of a table of Wireshark's, which writes special characters as \\xHH."""
    return re.sub(r"\\x([0-9a-fA-F]{2})", lambda hit: chr(int(hit[1], 16)), text)


def graphs():
    """Name, filter, kind of values and field of each I/O graph."""
    for _, name, condition, _, _, kind, field, *_ in csv.reader(lines("io_graphs")):
        yield name, unescaped(condition), kind, field


def plots():
    """Name, filter and field of each plot."""
    for _, _, name, condition, _, _, field, _ in csv.reader(lines("plots")):
        yield name, unescaped(condition), field


def luminance(red, green, blue):
    """Relative luminance of a colour, as WCAG 2 defines it."""
    def linear(part):
        part /= 255
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one, other):
    """Contrast of two colours, as WCAG 2 defines it: 1 to 21."""
    darker, lighter = sorted((luminance(*one), luminance(*other)))
    return (lighter + 0.05) / (darker + 0.05)


def lightness(colour):
    """L* of CIELAB: equal steps look equal. 0 is black, 100 white."""
    value = luminance(*colour)
    return 116 * value ** (1 / 3) - 16 if value > 0.008856 else 903.3 * value


def columns():
    """Place and field of the columns that show a field."""
    layout = " ".join((PROFILE / "preferences").read_text(encoding="utf-8").splitlines())
    pairs = re.findall(r'"([^"]+)",\s*"(%[^"]+)"', layout)
    return [(at, kind.split(":")[1]) for at, (_, kind) in enumerate(pairs)
            if kind.startswith("%Cus:")]


def hits(condition):
    """The frames that a filter finds once the capture was read, as in a window."""
    return [int(row[0][0]) for row in
            fields(all_captures(), ["frame.number"], "-2", "-Y", condition)]


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

    def test_colour_rules_buttons_and_graphs_find_something(self):
        conditions = [*((name, condition) for name, condition, _ in rules()), *buttons(),
                      *((name, condition) for name, condition, *_ in graphs()),
                      *((name, condition) for name, condition, _ in plots())]
        self.assertGreater(len(conditions), 2)
        found = finding_something(all_captures(), [condition for _, condition in conditions], "-2")
        self.assertEqual([one for one in conditions if one[1] not in found], [])

    def test_rows_have_the_colour_of_the_first_rule_that_fits(self):
        expected = {}
        for _, condition, colours in rules():
            for frame in hits(condition):
                expected.setdefault(frame, colours)
        printed = on_a_terminal("tshark", "-C", "sipcodes", "--color", "-2", "-r", all_captures())
        found = {int(hit[-1]): tuple(map(int, hit[:-1])) for hit in SGR.findall(printed)}
        frames = sorted(found.keys() | expected.keys())
        self.assertEqual([(frame, found.get(frame)) for frame in frames],
                         [(frame, expected.get(frame)) for frame in frames])

    def test_text_can_be_read(self):
        for name, _, colours in rules():
            with self.subTest(name=name):
                self.assertGreaterEqual(contrast(colours[:3], colours[3:]), 4.5)

    def test_rows_are_told_apart_by_lightness(self):
        # Whoever does not see the hue sees the order: each row is lighter than the one above.
        found = [lightness(colours[3:]) for _, _, colours in rules()]
        for (name, *_), darker, lighter in zip(list(rules())[1:], found, found[1:]):
            with self.subTest(name=name):
                self.assertGreaterEqual(lighter - darker, 2)

    def test_ordinary_traffic_is_calm(self):
        # A call that was challenged, answered and ended: no row has a colour.
        self.assertEqual(fields(staged("kamailio/call-challenged.pcapng"), ["frame.number"], "-2",
                                "-Y", " || ".join(f"({condition})" for _, condition, _ in rules())),
                         [])

    def test_no_row_glares_in_a_dark_theme(self):
        for name, _, colours in rules():
            with self.subTest(name=name):
                self.assertLess(lightness(colours[3:]), 70)

    def test_faults_stand_out(self):
        # Findings that need later frames are there when the capture was read, as in a window.
        names = {f"frame.number == 1 && ({condition})": name for name, condition, _ in rules()}
        found = finding_something(staged("baresip/unanswered.pcapng"), names, "-2")
        first = next(name for condition, name in names.items() if condition in found)
        self.assertEqual(first, "SIP request without an answer, or ICMP error")

    def test_graphs_are_of_kinds_that_every_wireshark_knows(self):
        self.assertNotEqual(list(graphs()), [])
        for name, _, kind, field in graphs():
            with self.subTest(name=name):
                self.assertEqual((kind, field != ""),
                                 ("AVG(Y Field)", True) if field else ("Packets", False))

    def test_plots_filter_for_the_field_that_they_draw(self):
        self.assertNotEqual(list(plots()), [])
        for name, condition, field in plots():
            with self.subTest(name=name):
                self.assertEqual(condition.split(" && ")[0], field)

    def test_columns_show_their_fields(self):
        names = [field for _, field in columns()]
        self.assertIn("sipcodes.why", names)
        self.assertIn("sipcodes.hint", names)
        printed = tshark("-C", "sipcodes", "-T", "tabs", "-2", "-r", all_captures(),
                         env=with_profile())
        # tshark puts a column with an arrow between source and destination.
        cells = [[cell.strip() for cell in line.split("\t") if cell.strip() != "→"]
                 for line in printed.splitlines()]
        self.assertEqual(
            [[line[0], *(line[at] for at, _ in columns())] for line in cells],
            [[frame, *map(",".join, found)] for [frame], *found in
             fields(all_captures(), ["frame.number", *names], "-2")])


if __name__ == "__main__":
    unittest.main()
