"""A watch that is ended in each step of its writing, one after the other. Part of scripts/test-watch.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import itertools
import signal
import unittest

from test_kills import SAID, Kills


class EachStep(Kills):
    def sweep(self, how, ended):
        """Each run is ended a step later than the one before, until one is not ended any more."""
        for number in itertools.count(1):
            status = self.end_at("write,rename,unlink", number, how)
            if status == (0, ""):
                break
            self.assertEqual(status, ended)
        print(f"ended {number - 1} times")
        self.assertGreater(number, 4)
        self.check()

    def test_a_sequence_of_sigkills(self):
        self.sweep(signal.SIGKILL, (-signal.SIGKILL, ""))

    def test_a_sequence_of_sigterms(self):
        self.sweep(signal.SIGTERM, (0, SAID))

    def test_sigkill_in_each_step_of_a_first_run(self):
        for number in itertools.count(1):
            status = self.end_at("write,rename,unlink", number, signal.SIGKILL)
            self.check()
            if status == (0, ""):
                break
            self.begin_anew()
        print(f"ended in {number - 1} steps")
        self.assertGreater(number, 10)


if __name__ == "__main__":
    unittest.main(verbosity=2)
