"""The plugin exports what Wireshark looks for, and nothing else that could clash with others. What it
looks up by name is looked up in one place, which warns of names that this Wireshark does not have; and
a warning makes every test of this folder fail.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import subprocess
import unittest

from harness import BUILD

EXPORTED = ["plugin_describe", "plugin_register", "plugin_version", "plugin_want_major",
            "plugin_want_minor"]


# Functions of Wireshark that find something by its name, and say nothing if it is not there.
LOOKUPS = {
    "find_dissector", "find_dissector_add_dependency", "find_dissector_table",
    "find_heur_dissector_by_unique_short_name", "find_heur_dissector_list", "find_tap_id",
    "get_eo_by_name", "get_follow_by_name", "get_rtd_table_by_name", "get_srt_table_by_name",
    "prefs_find_module", "prefs_find_preference", "proto_get_id_by_filter_name",
    "proto_get_id_by_short_name", "proto_registrar_get_byalias", "proto_registrar_get_byname",
    "proto_registrar_get_id_byname", "sequence_analysis_find_by_name", "stat_tap_by_name",
    "uat_get_table_by_name",
}


def symbols(path, *options):
    listing = subprocess.run(["nm", *options, path], check=True, stdout=subprocess.PIPE,
                             encoding="utf-8").stdout
    return sorted(line.split()[-1] for line in listing.splitlines())


class Symbols(unittest.TestCase):
    def test_only_the_plugin_interface_is_exported(self):
        [plugin] = (BUILD / "plugins").glob("*/epan/sipcodes.so")
        self.assertEqual(symbols(plugin, "-D", "--defined-only"), EXPORTED)

    def test_one_file_looks_names_up(self):
        objects = (BUILD / "plugin" / "wireshark").glob("CMakeFiles/sipcodes.dir/*.o")
        found = {path.name: LOOKUPS & set(symbols(path, "--undefined-only")) for path in objects}
        self.assertEqual({name: used for name, used in found.items() if used},
                         {"lookup.c.o": {"find_tap_id", "proto_get_id_by_filter_name"}})


if __name__ == "__main__":
    unittest.main()
