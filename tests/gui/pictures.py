"""Take the pictures of the documentation: pictures.py FOLDER

SPDX-License-Identifier: GPL-2.0-or-later
"""

import subprocess
import sys
from pathlib import Path

from desktop import Desktop, missing
from harness import fields, staged

CAPTURE = "sample.pcapng"

# The response that is looked at: from here some of each kind are in sight.
SELECTED = "sipcodes.code == 488"

# Wheel clicks that bring the selected row to the middle of the list.
SCROLLED = 3


def main_window(desktop):
    """A response is selected, its item is open, and a field with the bytes it stands for."""
    frame = fields(staged(CAPTURE), ["frame.number"], "-Y", SELECTED)[-1][0][0]
    _, window = desktop.open(CAPTURE, frame)
    desktop.click(window, 300, 300, "--repeat", str(SCROLLED), "5")
    # The keys go to the details after a click there. The item is the last one.
    desktop.click(window, 300, -60)
    desktop.hide_mouse()
    desktop.keys(window, "Down", "End", "Right", "Down")
    return window


def expert_information(desktop, window):
    """Opened by the round lamp at the left of the status bar; its worst groups are unfolded."""
    desktop.click(window, 16, -11)
    expert = desktop.window("Expert Information")
    desktop.resize(expert, 1100, 480)
    desktop.click(expert, 300, 300)
    desktop.hide_mouse()
    desktop.keys(expert, "Home", "Right", "Down", "Down", "Right", "Down", "Down", "Down", "Right")
    return expert


def take(desktop, window, path):
    # A palette suffices for an interface, and makes a small file.
    subprocess.run(["convert", "png:-", "-strip", "+dither", "-colors", "128", f"png8:{path}"],
                   input=desktop.picture(window), check=True)
    print(f"{path}: {path.stat().st_size // 1024} KB")


def main(folder):
    if lacking := missing():
        sys.exit(f"screenshots: not installed: {', '.join(lacking)}")
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop() as desktop:
        window = main_window(desktop)
        take(desktop, window, folder / "window.png")
        take(desktop, expert_information(desktop, window), folder / "expert.png")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except (AssertionError, subprocess.SubprocessError) as problem:
        sys.exit(f"screenshots: {problem}")
