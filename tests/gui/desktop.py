"""Wireshark on an invisible screen, with the plugin and the profile.

SPDX-License-Identifier: GPL-2.0-or-later

Wireshark runs as a user who has just installed both for himself, so what is seen is what he gets.
Only processes that were started here are ended.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tshark"))

from harness import DROP_ROOT, UNPRIVILEGED, ROOT, environment, stage, staged  # noqa: E402

NEEDED = ("Xvfb", "convert", "import", "openbox", "wireshark", "xdotool")
WIDTH, HEIGHT = 1500, 900

# Rows of the plugin's item above its first finding, and of a finding above its first evidence.
FINDING, EVIDENCE = 3, 4

# Seconds after which something that does not appear is given up.
PATIENCE = 40

# Beside the profile only sizes are set, as a user does with the mouse: of the window, of the packet
# list, and of the details, so wide that 16 bytes in a line still fit at their right.
_WINDOW = f"""gui.geometry_main_x: 0
gui.geometry_main_y: 0
gui.geometry_main_width: {WIDTH}
gui.geometry_main_height: {HEIGHT}
"""
_PANES = """gui.geometry_main_upper_pane: 385
gui.geometry_main_lower_pane: 900
"""


def missing():
    """The programs that are needed here but not installed."""
    return [name for name in NEEDED if shutil.which(name) is None]


def wait_for(what, condition):
    """The first true value of a condition."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.2)
    raise AssertionError(f"no {what} after {PATIENCE} seconds")


class Desktop:
    """A screen with a window manager. Ends what runs on it when it is left."""

    def __init__(self, **files):
        """FILES are the texts of files that are added to the profile."""
        self.home = Path(tempfile.mkdtemp(dir=stage()))
        self.log = self.home / "wireshark.log"
        self.processes = []
        self.env = environment(HOME=str(self.home), XDG_RUNTIME_DIR=str(self.home / "run"))
        self._make_home(files)

    def _make_home(self, files):
        config = self.home / ".config" / "wireshark"
        self.profile = config / "profiles" / "sipcodes"
        shutil.copytree(ROOT / "plugin" / "profile", self.profile)
        with open(self.profile / "recent", "a", encoding="utf-8") as recent:
            recent.write(_PANES)
        for name, text in files.items():
            (self.profile / name).write_text(text, encoding="utf-8")
        (config / "recent_common").write_text(_WINDOW, encoding="utf-8")
        (self.home / "run").mkdir(mode=0o700)
        if DROP_ROOT:
            for path in (self.home, *self.home.rglob("*")):
                os.chown(path, UNPRIVILEGED, UNPRIVILEGED)

    def __enter__(self):
        try:
            # The server takes a number that is free and tells which. It would start over when its
            # last client leaves, and turn away whoever comes meanwhile. The screen is larger than
            # the window, which has a title bar.
            ours, theirs = os.pipe()
            self._start("Xvfb", "-displayfd", str(theirs), "-noreset", "-nolisten", "tcp",
                        "-screen", "0", f"{WIDTH + 100}x{HEIGHT + 100}x24", pass_fds=[theirs])
            os.close(theirs)
            with open(ours, encoding="ascii") as number:
                self.env["DISPLAY"] = f":{int(number.readline())}"
            self._start("openbox")
            # A window that is there before may never get the focus.
            wait_for("window manager", lambda: self._run("xdotool", "get_num_desktops"))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, *command, stderr=subprocess.DEVNULL, **more):
        process = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=stderr, **DROP_ROOT, **more)
        self.processes.append(process)
        return process

    def _run(self, *command):
        return subprocess.run([str(word) for word in command], env=self.env, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE,
                              **DROP_ROOT).stdout

    def open(self, capture, frame):
        """Starts Wireshark with a frame of a capture selected. Gives its process and window."""
        with open(self.log, "wb") as log:
            process = self._start("wireshark", "-C", "sipcodes", "-g", str(frame), "-r",
                                  str(staged(capture)), stderr=log)
        window = self.window(Path(capture).name)
        self.settle(window)
        return process, window

    def windows(self):
        """The visible windows that have a title: title and number."""
        numbers = self._run("xdotool", "search", "--onlyvisible", "--name", ".").decode().split()
        titles = [self._run("xdotool", "getwindowname", number).decode().strip()
                  for number in numbers]
        return dict(zip(titles, numbers))

    def window(self, title):
        """The window with a part of a title, as soon as there is one."""
        def find():
            return next((number for full, number in self.windows().items() if title in full), None)

        try:
            return wait_for(f"window with {title} in its title", find)
        except AssertionError as problem:
            raise AssertionError(f"{problem}, but {list(self.windows())}") from None

    def picture(self, window):
        """What a window shows, as PNG. Windows before it are in the picture, too."""
        return self._run("import", "-silent", "-window", window, "png:-")

    def settle(self, window):
        """Waits until a window has stopped to change."""
        before = None

        def settled():
            nonlocal before
            time.sleep(0.4)
            last, before = before, self._run("import", "-silent", "-window", window, "ppm:-")
            return before and before == last

        wait_for("window at rest", settled)

    def pixels(self, window):
        """What a window shows, as lines of pixels: red, green and blue of each."""
        picture = subprocess.run(["convert", "png:-", "-alpha", "off", "-depth", "8", "ppm:-"],
                                 input=self.picture(window), stdout=subprocess.PIPE,
                                 check=True).stdout
        _, size, _, data = picture.split(b"\n", 3)
        width = int(size.split()[0])
        data = memoryview(data)
        dots = [bytes(data[at:at + 3]) for at in range(0, len(data), 3)]
        return [dots[at:at + width] for at in range(0, len(dots), width)]

    def press(self, *keys):
        """Keys as a user presses them: they go to the window or menu that has the focus."""
        self._run("xdotool", "key", *keys)

    def type(self, text):
        self._run("xdotool", "type", "--delay", "10", text)

    def choose(self, window, *keys):
        """Opens a menu of a window and chooses an entry."""
        self._run("xdotool", "windowactivate", "--sync", window)
        for key in keys:
            self.press(key)
            self.settle(window)

    def close(self, title):
        """Closes a window with a part of a title."""
        self._run("xdotool", "windowactivate", "--sync", self.window(title))
        self.press("Escape")
        wait_for(f"end of {title}", lambda: not any(title in full for full in self.windows()))

    def keys(self, window, *keys):
        self._run("xdotool", "key", "--window", window, "--delay", "100", *keys)
        self.settle(window)

    def click(self, window, x, y, *more):
        """A click, or with the options of xdotool another one. Coordinates below 0 count from the
        right and from the bottom of the main window."""
        self._run("xdotool", "mousemove", "--window", window, x % WIDTH, y % HEIGHT,
                  "click", *more or ("1",))
        self.settle(window)

    def open_item(self, window):
        """Unfolds the plugin's item in the details. It is the last one; the keys go to the details
        after a click there."""
        self.click(window, 300, -60)
        self.hide_mouse()
        self.keys(window, "Down", "End", "Right")

    def open_finding(self, window):
        """Unfolds the first finding of a response, with its first evidence selected."""
        self.keys(window, *["Down"] * FINDING, "Right", *["Down"] * EVIDENCE)

    def statistics(self, window):
        """Opens the statistics: the last entry of the menu."""
        self.choose(window, "alt+s", "Up", "Return")
        return self.window("SIP Response Codes")

    def graphs(self, window):
        self.choose(window, "alt+s", "i")
        opened = self.window("I/O Graphs")
        self.settle(opened)
        return opened

    def preferences(self, window):
        """Opens the preferences at the plugin's page."""
        self.choose(window, "ctrl+shift+p")
        opened = self.window("Preferences")
        self.settle(opened)
        self.type("Protocols")
        self.settle(opened)
        # What is typed after a while searches anew.
        time.sleep(1)
        self.press("Right")
        self.settle(opened)
        self.type("sipcodes")
        self.settle(opened)
        return opened

    def own_hints(self, preferences):
        """Opens the table of the user's own hints from the plugin's page."""
        # Its button is the last thing on the page, and the page comes last in the order of Tab: one
        # step back from the tree, wherever the button is and however the page has grown.
        self.press("shift+Tab", "space")
        opened = self.window("Custom hints")
        self.settle(opened)
        return opened

    def hide_mouse(self):
        """Where the mouse rests, things light up."""
        self._run("xdotool", "mousemove", WIDTH + 90, HEIGHT + 90)

    def resize(self, window, width, height):
        self._run("xdotool", "windowsize", "--sync", window, width, height)
        self.settle(window)
