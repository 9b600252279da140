"""Take the pictures of the documentation: pictures.py FOLDER

SPDX-License-Identifier: GPL-2.0-or-later
"""

import subprocess
import sys
from pathlib import Path

from desktop import HEIGHT, Desktop, missing
from harness import fields, staged

CAPTURE = "sample.pcapng"

# The response that is looked at: from here some of each kind are in sight.
SELECTED = "sipcodes.finding == \"no-common-codec\""

# Wheel clicks that bring the selected row to the middle of the list.
SCROLLED = 3

# Where there is a bit of everything to count.
COUNTED = "kamailio/outcomes.pcapng"

# Hints of the user's own, as Wireshark keeps them with a profile.
HINTS = """\
"503","Max Calls*","","All channels of the trunk are in use: see the contract.","Warning"
"403","","kamailio*","Not on our list: mail the gateway team.","Note"
"""


def main_window(desktop):
    """A response is selected; its item is open, and in it the finding, with links to the frames
    that prove it."""
    frame = fields(staged(CAPTURE), ["frame.number"], "-Y", SELECTED)[-1][0][0]
    process, window = desktop.open(CAPTURE, frame)
    desktop.click(window, 300, 300, "--repeat", str(SCROLLED), "5")
    desktop.open_item(window)
    desktop.open_finding(window)
    return process, window


def expert_information(desktop, window):
    """Opened by the round lamp at the left of the status bar; its worst groups are unfolded."""
    desktop.click(window, 16, -11)
    expert = desktop.window("Expert Information")
    desktop.resize(expert, 1100, 480)
    desktop.click(expert, 300, 300)
    desktop.hide_mouse()
    desktop.keys(expert, "Home", "Right", "Down", "Down", "Right", "Down", "Down", "Down", "Right")
    return expert


def take(desktop, window, path, height=HEIGHT):
    """The uppermost part of a window."""
    # A palette suffices for an interface, and makes a small file.
    subprocess.run(["convert", "png:-", "-crop", f"x{height}+0+0", "-strip", "+dither",
                    "-colors", "128", f"png8:{path}"],
                   input=desktop.picture(window), check=True)
    print(f"{path}: {path.stat().st_size // 1024} KB")


def statistics(desktop, window):
    opened = desktop.statistics(window)
    desktop.resize(opened, 900, 640)
    return opened


def graphs(desktop, window):
    opened = desktop.graphs(window)
    desktop.resize(opened, 1000, 700)
    return opened


def own_hints(desktop, preferences):
    opened = desktop.own_hints(preferences)
    desktop.resize(opened, 660, 300)
    return opened


def end(process):
    process.terminate()
    process.wait(timeout=20)


def main(folder):
    if lacking := missing():
        sys.exit(f"screenshots: not installed: {', '.join(lacking)}")
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop(sipcodes_hints=HINTS) as desktop:
        process, window = main_window(desktop)
        take(desktop, window, folder / "window.png")
        take(desktop, expert_information(desktop, window), folder / "expert.png")
        end(process)
        _, window = desktop.open(COUNTED, 1)
        take(desktop, statistics(desktop, window), folder / "statistics.png")
        desktop.close("SIP Response Codes")
        take(desktop, graphs(desktop, window), folder / "graphs.png")
        desktop.close("I/O Graphs")
        preferences = desktop.preferences(window)
        take(desktop, preferences, folder / "preferences.png")
        # Below the table stands where its file lies, which is no one's business.
        take(desktop, own_hints(desktop, preferences), folder / "own-hints.png", height=220)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except (AssertionError, subprocess.SubprocessError) as problem:
        sys.exit(f"screenshots: {problem}")
