#!/usr/bin/env python3
"""What the documentation tells to type works, and prints what the documentation shows.

    tests/tshark/test_recipes.py --accept      shows in the documentation what is printed now

SPDX-License-Identifier: GPL-2.0-or-later

A block that is fenced as "sh run" is run by bash in a folder with pcaps/ and the profile; it has to
print something, and nothing on standard error. If a block fenced as "text" follows at once, that is
exactly the output. Filters stand in the first column of tables that are headed "Filter";
each has to find something in some capture.
"""

import re
import shlex
import sys
import unittest

from harness import (
    ROOT, all_captures, captures, environment, finding_something, run, stage, staged)

PAGES = [ROOT / "README.md", ROOT / "docs" / "reports.md", ROOT / "docs" / "usage.md"]
BLOCK = re.compile(r"^```sh run\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^\| Filter \|.*\n\|[-|]+\n((?:\|.*\n)+)", re.MULTILINE)


def output(commands):
    """What the commands print, but for blanks at the ends of lines."""
    for capture in captures():
        staged(capture)
    env = environment(WIRESHARK_CONFIG_DIR=str(stage() / "config"))
    printed = run("bash", "-euo", "pipefail", "-c",
                  f"cd {shlex.quote(str(stage()))}\n{commands}", env=env)
    return re.sub(r"[ \t]+$", "", printed, flags=re.MULTILINE)


def filters(text):
    """The filters of the tables. A bar is written there as \\|, since it would end the cell."""
    for table in TABLE.finditer(text):
        for row in table[1].splitlines():
            for found in re.findall(r"`([^`]+)`", re.split(r"(?<!\\)\|", row)[1]):
                yield found.replace("\\|", "|")


def accept():
    def renewed(block):
        commands, shown = block.groups()
        if shown is None:
            return block[0]
        return f"```sh run\n{commands}```\n\n```text\n{output(commands)}```\n"

    for page in PAGES:
        page.write_text(BLOCK.sub(renewed, page.read_text(encoding="utf-8")), encoding="utf-8")


class Recipes(unittest.TestCase):
    maxDiff = None

    def test_commands_print_what_is_shown(self):
        for page in PAGES:
            blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
            self.assertTrue(blocks, page)
            for commands, shown in blocks:
                with self.subTest(page=page.name, commands=commands):
                    printed = output(commands)
                    self.assertNotEqual(printed.strip(), "")
                    if shown:
                        self.assertEqual(printed, shown)

    def test_filters_find_something(self):
        conditions = [condition for page in PAGES
                      for condition in filters(page.read_text(encoding="utf-8"))]
        found = finding_something(all_captures(), conditions)
        self.assertEqual([one for one in conditions if one not in found], [])


if __name__ == "__main__":
    if sys.argv[1:] == ["--accept"]:
        accept()
    else:
        unittest.main()
