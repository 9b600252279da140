"""A watch that is ended while it writes: nothing is lost, and nothing is counted twice.

SPDX-License-Identifier: GPL-2.0-or-later

The program sends the signal to itself, so that it is ended in a certain step.
"""

import shutil
import signal
import subprocess
import unittest

import test_watch
from stage import DROP_ROOT, batch, command, environment, open_to_all

# Ends the program before it does what STEPS name for the NUMBER-th time. SIGKILL leaves half a line.
ENDED = """
import os, pathlib, runpy, sys, tempfile
tempfile.gettempdir()  # tries it, by a file of its own
steps, number, how, *sys.argv = sys.argv[1:]
sys.path.insert(0, os.path.dirname(sys.argv[0]))
left, how = int(number), int(how)

def counted(owner, name):
    real = getattr(owner, name)

    def step(*words, **more):
        global left
        left -= 1
        if left == 0:
            if name == "write" and how == 9:
                real(words[0], words[1][:len(words[1]) // 2])
            os.kill(os.getpid(), how)
        return real(*words, **more)

    if name in steps.split(","):
        setattr(owner, name, step)

counted(os, "write")
counted(pathlib.Path, "rename")
counted(pathlib.Path, "unlink")
runpy.run_path(sys.argv[0], run_name="__main__")
"""
SAID = "sipcodes-batch: ended by a signal; the next run goes on from here\n"


class Kills(test_watch.Watch):
    put_sample = test_watch.Ring.put_sample

    def setUp(self):
        super().setUp()
        path = self.put_sample(1, 0)
        done = batch(self.made, "--out", f"{self.made}/whole", "watch", path, "--ended",
                     *self.words(name=".whole")[2:])
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.whole = self.events(".whole"), self.counted(".whole")
        self.assertEqual(sum(self.whole[0].values()), 4)

    def end_at(self, steps, number, how):
        """Exit status and standard error of a run that is ended there, if it gets there."""
        open_to_all(self.made)
        python, _, *line = command(self.made, *self.words("--ended"))
        done = subprocess.run([python, "-B", "-c", ENDED, steps, str(number), str(int(how)), *line],
                              env=environment(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              encoding="utf-8", check=False, **DROP_ROOT)
        return done.returncode, done.stderr

    def begin_anew(self):
        shutil.rmtree(self.made / "out")
        self.told.unlink(missing_ok=True)

    def check(self):
        self.watch("--ended")
        self.assertEqual((self.events(), self.counted()), self.whole)
        self.assertEqual((self.metric("files_total"), self.metric("units_total")), (1, 1))
        self.assertEqual(list((self.made / "out" / "watch" / "units").iterdir()), [])


class Ended(Kills):
    def test_by_sigkill_in_a_line(self):
        self.assertEqual(self.end_at("write", 3, signal.SIGKILL), (-signal.SIGKILL, ""))
        data = self.told.read_bytes()
        self.assertEqual((data.count(b"\n"), data[-1:] == b"\n"), (2, False))
        self.check()

    def test_by_sigterm_between_lines(self):
        """It finishes what it has begun to write."""
        self.assertEqual(self.end_at("write", 3, signal.SIGTERM), (0, SAID))
        self.assertEqual((self.events(), self.counted()), self.whole)
        self.check()


if __name__ == "__main__":
    unittest.main()
