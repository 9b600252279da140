"""Make a dense capture: dense.py TURNS STEP OUTPUT SAMPLE...

SPDX-License-Identifier: GPL-2.0-or-later

The packets of the samples over and over as other calls, as tests/bench/packets.py makes them, but
the turns overlap: one begins every STEP seconds, so that many calls are open at any time.
"""

import heapq
import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
import packets  # noqa: E402

START = 1_800_000_000


def turns(samples, count, step):
    base = list(packets.one_after_the_other(samples, packets._WANTED))
    for turn in range(count):
        number = b"%06x" % turn

        def renamed(match, number=number):
            return match[1] + match[2] + number[-len(match[3]):]

        yield [(START + turn * step + seconds, packets._IDENTITY.sub(renamed, data))
               for seconds, data in base]


def main(count, step, output, *samples):
    ordered = heapq.merge(*turns(samples, int(count), int(step)), key=lambda packet: packet[0])
    packets.write(output, itertools.chain(ordered))


if __name__ == "__main__":
    main(*sys.argv[1:])
