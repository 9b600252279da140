"""Wireshark itself with the plugin and the profile: it says nothing, shows the colours, follows a
finding to its evidence, and opens every window that the plugin and the profile have a part in.

SPDX-License-Identifier: GPL-2.0-or-later

Exit status 77 if it cannot be tried here.
"""

import re
import subprocess
import sys
import unittest

from desktop import Desktop, missing, wait_for
from harness import ROOT, fields, staged

CAPTURE = "sample.pcapng"

# A 302 that no one followed, among the first rows.
OUTCOMES = "kamailio/outcomes.pcapng"
REDIRECTED = 5

# What Wireshark and Qt say on a machine without a radio, D-Bus or a graphics card. Everything else
# is a fault.
NOISE = re.compile(r"nl80211 not found\.|QStandardPaths: |libEGL warning: |MESA: |"
                   r".*[Dd][Bb]us|.*dumpcap")

# A row is 17 pixels high and as wide as the window: one that is in sight has more of its colour.
ROW = 5000
ROW_HEIGHT = 17

# A hint of the user's own: code, phrase, server, hint, and the severity that a new row has.
HINT = ("503", "Busy", "sbc", "Mine", "Note")

# The filter field when its filter is valid.
VALID = "#afffaf"


def pixels(picture):
    """How many pixels of a picture have which colour."""
    histogram = subprocess.run(["convert", "png:-", "-alpha", "off", "-depth", "8", "-format", "%c",
                                "histogram:info:"],
                               input=picture, stdout=subprocess.PIPE, check=True).stdout.decode()
    return {colour.lower(): int(count) for count, colour in
            re.findall(r"^\s*(\d+):.*(#[0-9A-Fa-f]{6})", histogram, re.MULTILINE)}


# Of the row that is selected.
HIGHLIGHT = bytes.fromhex("308cc6")

# Where in the main window the packet list is, and the details below it.
LIST = range(112, 480)
DETAILS = range(485, 875)


def selected(desktop, window, lines):
    """The middle of the selected row among some lines of a window, or None."""
    picture = desktop.pixels(window)
    found = [y for y in lines if picture[y][300:800].count(HIGHLIGHT) > 250]
    return (found[0] + found[-1]) // 2 if found else None


def filled_lines(picture):
    """How many lines of a picture have something dark at the left."""
    return sum(any(max(dot) < 100 for dot in line[30:300]) for line in picture)


def row_colour(rule):
    """The row colour of the first colour rule whose filter has a part, as #rrggbb."""
    text = (ROOT / "plugin" / "profile" / "colorfilters").read_text(encoding="utf-8")
    row = re.search(rf"^@.*{re.escape(rule)}.*@\[([\d,]+)\]\[", text, re.MULTILINE)[1]
    return "#" + "".join(f"{int(part) // 257:02x}" for part in row.split(","))


class Window(unittest.TestCase):
    def test_profile_and_plugin_are_used_without_a_word(self):
        # The frame behind a 5xx is selected: a selected row loses its colour.
        [[[frame]], *_] = fields(staged(CAPTURE), ["frame.number"], "-Y", "sipcodes.class == 5")
        with Desktop() as desktop:
            process, window = desktop.open(CAPTURE, int(frame) + 1)
            found = pixels(desktop.picture(window))
            self.assertEqual(list(desktop.windows()), [CAPTURE], "another window, or a dialog")
            self.assertIsNone(process.poll(), "Wireshark has ended")
        said = desktop.log.read_text(encoding="utf-8", errors="replace").splitlines()
        self.assertEqual([line for line in said if line and not NOISE.match(line)], [])
        self.assertGreater(found.get(row_colour('severity == "warn"'), 0), ROW)

    def test_silence_stands_out(self):
        # What never came is known once the capture was read: the row is coloured all the same.
        with Desktop() as desktop:
            _, window = desktop.open("baresip/unanswered.pcapng", 2)
            found = pixels(desktop.picture(window))
        self.assertGreater(found.get(row_colour("unanswered"), 0), ROW)

    def test_windows_and_what_they_lead_to(self):
        with Desktop() as desktop:
            process, window = desktop.open(OUTCOMES, REDIRECTED)
            self.evidence(desktop, window)
            self.button(desktop, window)
            self.statistics(desktop, window)
            self.graphs(desktop, window)
            self.experts(desktop, window)
            self.preferences(desktop, window)
            self.assertIsNone(process.poll(), "Wireshark has ended")

    def evidence(self, desktop, window):
        """A double click on the first evidence of a finding goes to its frame."""
        height = selected(desktop, window, LIST)
        # In a list that is not scrolled the row above is one frame before.
        [[[first, *_]]] = fields(staged(OUTCOMES), ["sipcodes.finding.evidence_in"], "-2", "-Y",
                                 f"frame.number == {REDIRECTED}")
        self.assertLess(int(first), REDIRECTED)
        desktop.open_item(window)
        desktop.open_finding(window)
        desktop.click(window, 300, selected(desktop, window, DETAILS),
                      "--repeat", "2", "--delay", "60", "1")
        desktop.hide_mouse()
        wait_for("other selected row",
                 lambda: selected(desktop, window, LIST) not in (None, height))
        rows = (height - selected(desktop, window, LIST)) / ROW_HEIGHT
        self.assertEqual(round(rows), REDIRECTED - int(first))

    def button(self, desktop, window):
        """The last button's filter is taken: fewer rows, and what it stands for among them."""
        before = pixels(desktop.picture(window)).get("#ffffff", 0)
        desktop.click(window, -30, 77)
        self.assertGreater(pixels(desktop.picture(window)).get(VALID, 0), 5000)
        self.assertNotEqual(pixels(desktop.picture(window)).get("#ffffff", 0), before)
        desktop.press("ctrl+slash", "ctrl+a", "BackSpace", "Return")
        desktop.settle(window)
        self.assertLess(pixels(desktop.picture(window)).get(VALID, 0), 5000)

    def statistics(self, desktop, window):
        opened = desktop.statistics(window)
        # A full tree has text on white in all its rows, an empty one in none.
        wait_for("rows of statistics", lambda: filled_lines(desktop.pixels(opened)[30:360]) > 150)
        desktop.close("SIP Response Codes")

    def graphs(self, desktop, window):
        """Those of the profile: one whose filter or kind is unknown would open a message."""
        opened = desktop.graphs(window)
        self.assertEqual(len(desktop.windows()), 2, desktop.windows())
        self.assertGreater(pixels(desktop.picture(opened)).get("#ce5c00", 0), 500)
        desktop.close("I/O Graphs")

    def experts(self, desktop, window):
        desktop.click(window, 16, -11)
        desktop.window("Expert Information")
        desktop.close("Expert Information")

    def preferences(self, desktop, window):
        """The plugin's page leads to the table of the user's own hints, which takes a new one with
        a cell for each of its columns."""
        opened = desktop.own_hints(desktop.preferences(window))
        # The first thing behind the table adds a row, and opens its first cell.
        desktop.keys(opened, "Tab", "space")
        for cell in HINT[:-1]:
            desktop.type(cell)
            desktop.keys(opened, "Tab")
        # Tab has opened the last cell; it is left as it is.
        desktop.keys(opened, "Escape")
        desktop.press("Return")
        file = desktop.profile / "sipcodes_hints"
        row = ",".join(f'"{cell}"' for cell in HINT)
        wait_for("row of the hint in the profile",
                 lambda: file.exists() and row in file.read_text(encoding="utf-8"))
        desktop.close("Preferences")


if __name__ == "__main__":
    if lacking := missing():
        print("skipped: not installed:", ", ".join(lacking))
        sys.exit(77)
    unittest.main()
