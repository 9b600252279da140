"""An installation puts plugin and profile where Wireshark looks for them, and says where that is. No
user gets two copies of the plugin by it, and what it has put anywhere it takes away again.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from harness import (BUILD, DROP_ROOT, PLUGINS, ROOT, UNPRIVILEGED, environment, open_to_all, stage,
                     staged, tshark)

PROFILE = {path.name for path in (ROOT / "plugin" / "profile").iterdir()}


def cmake(*words, **more):
    return subprocess.run(["cmake", *map(str, words)], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, encoding="utf-8", **more).stdout


def refusal(*words, **more):
    """The sentence with which cmake ends an installation."""
    done = subprocess.run(["cmake", *map(str, words)], check=False, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, encoding="utf-8", **more)
    return "".join(re.findall(r"^ +(sipcodes: .*)$", done.stderr, re.MULTILINE))


def below(folder):
    """What is in a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


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
        places = folders(env={"PATH": os.environ["PATH"]})
        if (Path(places["Global Plugins"]) / "epan" / "sipcodes.so").exists():
            self.skipTest("there is a copy for all users, and a second one is refused")
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
        (home / ".config" / "mine").touch()
        cmake("--build", build, "--target", "uninstall", env=env)
        self.assertEqual(below(home), [".config", ".config/mine"])

    def test_no_second_copy(self):
        home = self.folder / "home"
        copy = home / f".local/lib/wireshark/plugins/{next(PLUGINS.iterdir()).name}/epan/sipcodes.so"
        copy.parent.mkdir(parents=True)
        env = {"PATH": os.environ["PATH"], "HOME": str(home)}
        build = self.folder / "build"
        cmake("-S", ROOT, "-B", build, "-G", "Ninja", "-DBUILD_TESTING=OFF", env=env)
        # Nothing but what is asked before anything is installed.
        check = ("--install", build, "--component", "check")
        self.assertEqual(refusal(*check, env=env), "")
        copy.touch()
        self.assertEqual(refusal(*check, env=env), f"sipcodes: remove {copy} first")
        self.assertEqual(refusal(*check, env={**env, "DESTDIR": str(self.folder)}), "")

    def test_no_second_copy_beside_that_of_all_users(self):
        rule = ROOT / "cmake" / "OneCopy.cmake"
        packaged = next(Path(folders(env={"PATH": os.environ["PATH"]})["Global Plugins"])
                        .glob("epan/transum.so"))
        absent = self.folder / "absent"
        for other, own, sentence in ((absent, absent, ""),
                                     (packaged, absent, f"sipcodes: remove {packaged} first"),
                                     (absent, packaged, "sipcodes: remove the package libwireshark")):
            with self.subTest(other=other, own=own):
                found = refusal(f"-DSIPCODES_OTHER_COPY={other}", f"-DSIPCODES_OWN_COPY={own}",
                                "-P", rule)
                self.assertEqual(re.sub(r"(libwireshark)\S* first$", r"\1", found), sentence)


class Archive(unittest.TestCase):
    """The script that installs what scripts/archive packs."""

    def setUp(self):
        self.folder = stage() / "archive"
        shutil.copytree(PLUGINS, self.folder / "plugins")
        shutil.copytree(ROOT / "plugin" / "profile", self.folder / "profile")
        shutil.copy(ROOT / "cmake" / "archive" / "install", self.folder)
        self.addCleanup(shutil.rmtree, self.folder)
        self.home = stage() / "home-of-archive"
        self.home.mkdir()
        self.addCleanup(shutil.rmtree, self.home)
        open_to_all(self.folder)
        if DROP_ROOT:
            os.chown(self.home, UNPRIVILEGED, UNPRIVILEGED)

    def install(self, *options, plugins="no-plugins"):
        done = subprocess.run([self.folder / "install", *options], check=False,
                              env=environment(plugins, HOME=str(self.home)), encoding="utf-8",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **DROP_ROOT)
        return done.returncode, done.stdout

    def test_installs_and_removes(self):
        for _ in range(2):
            status, said = self.install()
            self.assertEqual(status, 0, said)
        env = environment("no-plugins", HOME=str(self.home))
        self.assertIn(f"{self.home}/.local/lib/wireshark/plugins/", tshark("-G", "plugins", env=env))
        self.assertEqual(self.install("--remove")[0], 0)
        self.assertEqual([name for name in below(self.home) if "sipcodes" in name], [])
        self.assertNotIn("sipcodes", tshark("-G", "plugins", env=env))

    def test_refuses_beside_that_of_all_users(self):
        [copy] = (stage() / "plugins").glob("*/epan/sipcodes.so")
        self.assertEqual(self.install(plugins="plugins"), (1, f"sipcodes: remove {copy} first\n"))
        self.assertEqual(below(self.home), [])

    def test_refuses_another_minor_version(self):
        minor = next((self.folder / "plugins").iterdir())
        minor.rename(minor.with_name("3.6"))
        status, said = self.install()
        self.assertEqual(status, 1)
        self.assertRegex(said, r"^sipcodes: this archive is for Wireshark 3\.6, "
                               rf"and \S+ is {minor.name}\n$")
        self.assertEqual(below(self.home), [])


class TwoCopies(unittest.TestCase):
    def test_wireshark_says_so_and_takes_that_of_all_users(self):
        [plugin] = (stage() / "plugins").glob("*/epan/sipcodes.so")
        home = stage() / "home-of-two"
        personal = home / ".local/lib/wireshark" / plugin.relative_to(stage())
        personal.parent.mkdir(parents=True)
        shutil.copy(plugin, personal)
        open_to_all(home)
        done = subprocess.run(["tshark", "-G", "plugins"], check=True, capture_output=True,
                              env=environment(HOME=str(home)), encoding="utf-8", **DROP_ROOT)
        self.assertEqual(done.stderr,
                         "tshark: The plugin 'sipcodes.so' was found in multiple directories\n")
        self.assertIn(str(plugin), done.stdout)
        self.assertNotIn(str(personal), done.stdout)


class WrongVersion(unittest.TestCase):
    def test_wireshark_says_so_and_goes_on(self):
        """The number in the plugin is compared, whatever libraries it can be linked with."""
        [plugin] = PLUGINS.glob("*/epan/sipcodes.so")
        folder = stage() / "wrong" / plugin.parent.parent.name / "epan"
        folder.mkdir(parents=True)
        copy = bytearray(plugin.read_bytes())
        listing = subprocess.run(["readelf", "--wide", "--dyn-syms", plugin], check=True,
                                 stdout=subprocess.PIPE, encoding="utf-8").stdout
        place = int(re.search(r"([0-9a-f]+)\s+4 .* plugin_want_minor$", listing, re.MULTILINE)[1], 16)
        minor = int(plugin.parent.parent.name.rpartition(".")[2])
        self.assertEqual(int.from_bytes(copy[place:place + 4], "little"), minor)
        copy[place:place + 4] = (minor - 2).to_bytes(4, "little", signed=True)
        (folder / "sipcodes.so").write_bytes(copy)
        open_to_all(stage() / "wrong")
        done = subprocess.run(["tshark", "-r", staged("sample.pcapng"), "-c", "1"], check=True,
                              env=environment("wrong"), capture_output=True, encoding="utf-8",
                              **DROP_ROOT)
        self.assertEqual(len(done.stdout.splitlines()), 1)
        self.assertRegex(done.stderr, r"^tshark: The plugin 'sipcodes\.so' was compiled for "
                                      rf"Wireshark version 4\.{minor - 2}\n$")


if __name__ == "__main__":
    unittest.main()
