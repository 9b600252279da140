"""The plugin exports what Wireshark looks for, and nothing else that could clash with others.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import subprocess
import unittest

from harness import BUILD

EXPORTED = ["plugin_describe", "plugin_register", "plugin_version", "plugin_want_major",
            "plugin_want_minor"]


class Symbols(unittest.TestCase):
    def test_only_the_plugin_interface_is_exported(self):
        [plugin] = (BUILD / "plugins").glob("*/epan/sipcodes.so")
        listing = subprocess.run(["nm", "-D", "--defined-only", plugin], check=True,
                                 stdout=subprocess.PIPE, encoding="utf-8").stdout
        self.assertEqual(sorted(line.split()[-1] for line in listing.splitlines()), EXPORTED)


if __name__ == "__main__":
    unittest.main()
