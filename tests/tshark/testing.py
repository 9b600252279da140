"""Tests of a single capture.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import unittest

import reading
from harness import PASSES


class CaptureTest(unittest.TestCase):
    """The tests of the capture that the program `check` gives."""

    capture = None
    maxDiff = None

    def each_reading(self, check):
        """Calls CHECK with the capture as it is read in each way."""
        for passes in PASSES:
            with self.subTest(passes=passes):
                check(self.reading(passes))

    def reading(self, passes):
        """The capture as it is read in this way."""
        return reading.reading(self.capture, passes)

    @classmethod
    def of(cls, capture):
        """The same tests, of CAPTURE."""
        return type(cls.__name__, (cls,), {"capture": capture, "__module__": cls.__module__})

    def __str__(self):
        return f"{super().__str__()} {self.capture}"
