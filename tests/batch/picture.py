"""Take the picture of the page for docs/batch.md: picture.py FILE

SPDX-License-Identifier: GPL-2.0-or-later
"""

import sys
import unittest
from pathlib import Path

from browser import Browser
from stage import batch, dense, folder

TURNS = 220
WIDTH, HEIGHT = 1000, 1240


class Picture(unittest.TestCase):
    target = None

    def test_picture(self):
        made = folder(self)
        (made / "ring").mkdir()
        dense(TURNS, made / "ring" / "a.pcap")
        self.assertEqual(batch(made, made / "ring").returncode, 0)
        browser = Browser(WIDTH)
        self.addCleanup(browser.close)
        browser.open(made / "out" / "report.html")
        browser.picture(self.target, HEIGHT)


if __name__ == "__main__":
    Picture.target = Path(sys.argv[1]).resolve()
    unittest.main(argv=sys.argv[:1])
