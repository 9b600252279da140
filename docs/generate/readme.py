"""README.md, as far as it counts what is in the catalog.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import pathlib
import re
import sys

from page import main

README = pathlib.Path(__file__).parents[2] / "README.md"


def readme(rows):
    text, counts = re.subn(r"\b\d+ \[findings\]", f"{len(rows['finding'])} [findings]",
                           README.read_text(encoding="utf-8"))
    if counts != 1:
        sys.exit(f"{README} does not say how many findings there are")
    yield text


if __name__ == "__main__":
    sys.exit(main([*sys.argv[1:], README], readme))
