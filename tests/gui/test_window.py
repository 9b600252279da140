"""Wireshark itself starts with the plugin and the profile, says nothing, and shows the colours.

SPDX-License-Identifier: GPL-2.0-or-later

Exit status 77 if it cannot be tried here.
"""

import re
import subprocess
import sys
import unittest

from desktop import Desktop, missing
from harness import ROOT, fields, staged

CAPTURE = "sample.pcapng"

# What Wireshark and Qt say on a machine without a radio, D-Bus or a graphics card. Everything else
# is a fault.
NOISE = re.compile(r"nl80211 not found\.|QStandardPaths: |libEGL warning: |MESA: |"
                   r".*[Dd][Bb]us|.*dumpcap")

# A row is 19 pixels high and as wide as the window: one that is in sight has more of its colour.
ROW = 5000


def pixels(picture):
    """How many pixels of a picture have which colour."""
    histogram = subprocess.run(["convert", "png:-", "-alpha", "off", "-depth", "8", "-format", "%c",
                                "histogram:info:"],
                               input=picture, stdout=subprocess.PIPE, check=True).stdout.decode()
    return {colour.lower(): int(count) for count, colour in
            re.findall(r"^\s*(\d+):.*(#[0-9A-Fa-f]{6})", histogram, re.MULTILINE)}


def row_colour(rule):
    """The row colour of the first colour rule whose filter has a part, as #rrggbb."""
    text = (ROOT / "plugin" / "profile" / "colorfilters").read_text(encoding="utf-8")
    row = re.search(rf"^@[^@]+@.*{re.escape(rule)}.*@\[([\d,]+)\]\[", text, re.MULTILINE)[1]
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
        for rule in ("sipcodes.class == 5", "sipcodes.class == 4"):
            with self.subTest(rule=rule):
                self.assertGreater(found.get(row_colour(rule), 0), ROW)


if __name__ == "__main__":
    if lacking := missing():
        print("skipped: not installed:", ", ".join(lacking))
        sys.exit(77)
    unittest.main()
