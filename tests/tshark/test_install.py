"""An installation puts plugin and profile where Wireshark looks for them, and says where that is.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from harness import BUILD, ROOT, open_to_all, stage, staged, tshark

PROFILE = {path.name for path in (ROOT / "plugin" / "profile").iterdir()}


def cmake(*words, **more):
    return subprocess.run(["cmake", *map(str, words)], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, encoding="utf-8", **more).stdout


def folders(**more):
    """The folders that tshark looks in, by their title."""
    return dict(re.findall(r"^([^:\n]+):\s+(\S+)$", tshark("-G", "folders", **more), re.MULTILINE))


def cached(build, name):
    return re.search(rf"^{name}:\w+=(.*)$", (build / "CMakeCache.txt").read_text(), re.MULTILINE)[1]


class Install(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="sipcodes.", dir="/tmp")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def check(self, said, plugins, profiles, docs):
        """All are there, and the messages of the installation name their places."""
        self.assertTrue((plugins / "epan" / "sipcodes.so").is_file(), said)
        self.assertEqual({path.name for path in (profiles / "sipcodes").iterdir()}, PROFILE)
        self.assertIn(f"Plugin for Wireshark {plugins.name}: {plugins}\n", said)
        self.assertIn(f"Profile: {profiles}/sipcodes,", said)
        self.assertTrue((docs / "findings" / "auth-rejected.md").is_file(), said)
        self.assertFalse((docs / "generate").exists())
        self.assertIn(f"Documentation: {docs}\n", said)

    def test_prefix(self):
        said = cmake("--install", BUILD, "--prefix", self.folder)
        [plugins] = self.folder.glob("lib/**/wireshark/plugins/*")
        share = self.folder / "share"
        self.check(said, plugins, share / "wireshark" / "profiles", share / "doc" / "sipcodes")

    def test_default_is_where_this_wireshark_looks(self):
        build = self.folder / "build"
        cmake("-S", ROOT, "-B", build, "-G", "Ninja", "-DBUILD_TESTING=OFF")
        places = folders(env={"PATH": os.environ["PATH"]})
        # What is built already is good enough to be installed.
        said = cmake("--install", BUILD, "--prefix", cached(build, "CMAKE_INSTALL_PREFIX"),
                     env={**os.environ, "DESTDIR": str(self.folder / "root")})
        self.check(said, Path(f"{self.folder}/root{places['Global Plugins']}"),
                   Path(f"{self.folder}/root{places['Global configuration']}/profiles"),
                   Path(f"{self.folder}/root{cached(build, 'CMAKE_INSTALL_PREFIX')}"
                        "/share/doc/sipcodes"))

    def test_personal_folders(self):
        build, home = self.folder / "build", self.folder / "home"
        home.mkdir()
        env = {"PATH": os.environ["PATH"], "HOME": str(home)}
        cmake("-S", ROOT, "-B", build, "-G", "Ninja", "-DBUILD_TESTING=OFF",
              "-DSIPCODES_INSTALL_PERSONAL=ON", env=env)
        cmake("--build", build, env=env)
        # A list of an earlier installation may be root's: it is replaced and not written to.
        earlier = self.folder / "earlier"
        earlier.touch()
        (build / "install_manifest.txt").symlink_to(earlier)
        said = cmake("--install", build, env=env)
        self.assertEqual(earlier.read_text(), "")
        open_to_all(self.folder)
        places = folders(env=env)
        plugins = Path(places["Personal Plugins"])
        docs = home / ".local" / "share" / "doc" / "sipcodes"
        self.check(said, plugins, Path(places["Personal configuration"]) / "profiles", docs)
        alone = {**env, "WIRESHARK_PLUGIN_DIR": str(stage() / "no-plugins")}
        self.assertIn(f"{plugins}/epan/sipcodes.so", tshark("-G", "plugins", env=alone))
        found = tshark("-r", staged("sample.pcapng"), "-Y", "sipcodes.finding.page", "-T", "fields",
                       "-e", "sipcodes.finding", "-e", "sipcodes.finding.page", env=alone)
        for line in found.splitlines():
            ids, pages = (column.split(",") for column in line.split("\t"))
            self.assertEqual(pages, [f"file://{docs}/findings/{name}.md" for name in ids])
        self.assertIn("/no-common-codec.md", found)


if __name__ == "__main__":
    unittest.main()
