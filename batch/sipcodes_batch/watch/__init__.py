"""Judges a ring of captures while it is written: see docs/operations/README.md.

SPDX-License-Identifier: GPL-2.0-or-later

What is judged is told by time, not by file: of each capture point everything before a moment, `done`,
is counted, and nothing after it. A turn moves `done` on to where the closed files reach, less the
context. So borders of files change nothing, and a run that was ended goes on where it stopped.
"""

from .loop import add_options, run

__all__ = ["add_options", "run"]
