"""A page of docs/ that is written from the catalog: to write it, or to check that it is up to date.

    PROGRAM CATALOG_DUMP PAGE            write it
    PROGRAM --check CATALOG_DUMP PAGE    fail if it would become another one

SPDX-License-Identifier: GPL-2.0-or-later
"""

import difflib
import pathlib
import sys

import catalog


def table(heads, rows):
    def line(cells):
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    return "\n".join([line(heads), "|" + "---|" * len(heads), *map(line, rows)]) + "\n"


def main(arguments, make):
    """MAKE yields the paragraphs of the page from the rows of the catalog."""
    check = arguments[:1] == ["--check"]
    program, path = arguments[check:]
    text = "\n".join(make(catalog.read(program)))
    path = pathlib.Path(path)
    if not check:
        path.write_text(text, encoding="utf-8")
        return 0
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    sys.stdout.writelines(difflib.unified_diff(
        old.splitlines(True), text.splitlines(True), str(path), "as the catalog has it"))
    if old != text:
        print(f"{path} is out of date: run scripts/make-docs")
    return int(old != text)
