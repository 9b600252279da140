"""The plugin is there. Every other test relies on this one: without the plugin, each that expects
nothing would pass.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import re
import unittest

from harness import ROOT, captures, stage, tshark


class Loaded(unittest.TestCase):
    def test_plugin_is_listed_with_its_version(self):
        version = re.search(r"project\(sipcodes VERSION ([\d.]+)",
                            (ROOT / "CMakeLists.txt").read_text())[1]
        lines = [line.split("\t") for line in tshark("-G", "plugins").splitlines()]
        ours = [[cell.strip() for cell in line] for line in lines if "sipcodes" in line[0]]
        self.assertEqual([line[:3] for line in ours], [["sipcodes.so", version, "dissector"]])
        self.assertTrue(ours[0][3].startswith(str(stage())), f"loaded from {ours[0][3]}")

    def test_protocol_is_known(self):
        protocols = [line.split("\t") for line in tshark("-G", "protocols").splitlines()]
        self.assertIn("sipcodes", [line[2] for line in protocols])

    def test_there_are_captures(self):
        self.assertTrue(captures())


if __name__ == "__main__":
    unittest.main()
