"""Cut a dense capture and compare: borders.py TURNS FILES...

SPDX-License-Identifier: GPL-2.0-or-later

For each number of FILES, the attempts of all units, each file a unit, must be those of the whole. The
sum of files read one by one shows that the borders matter. Exit status 1 if there is a difference.
"""

import shutil
import sys
import unittest

from stage import batch, cut, dense, folder, of_units, of_whole


class Borders(unittest.TestCase):
    turns, numbers = 0, ()

    def test_borders(self):
        made = folder(self)
        dense(self.turns, made / "whole.pcap")
        whole = of_whole(made, made / "whole.pcap")
        for number in self.numbers:
            with self.subTest(files=number):
                ring = made / f"ring{number}"
                cut(made / "whole.pcap", number, ring)
                alone = sum((of_whole(made, path) for path in ring.iterdir()), start=type(whole)())
                shutil.rmtree(made / "out", ignore_errors=True)
                done = batch(made, ring, "--length", "1", "-j", "2")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                units = of_units(made)
                print(f"{number} files: whole {whole.total()}, units {units.total()}, differences "
                      f"{(whole - units).total() + (units - whole).total()}; read one by one "
                      f"{alone.total()}, differences "
                      f"{(whole - alone).total() + (alone - whole).total()}")
                self.assertEqual(units, whole)
                self.assertNotEqual(alone, whole)


if __name__ == "__main__":
    Borders.turns, *Borders.numbers = map(int, sys.argv[1:])
    unittest.main(argv=sys.argv[:1])
