"""The driver's memory does not grow with the captures. Part of scripts/test-batch.

SPDX-License-Identifier: GPL-2.0-or-later

Only the driver is measured: its peak in each step, without the programs that it starts. What capinfos
and tshark would say is made up, so that the captures may be many.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

from stage import (DROP_ROOT, ROOT, command, environment, folder, open_to_all, query,
                   units_of_plan)

sys.path.insert(0, str(ROOT / "batch"))
from sipcodes_batch.moment import to_iso  # noqa: E402

NUMBERS = (200, 2000, 20000, 200000)
# A capture has 9 s. After each STRETCH there is a hole of 100 s, and each is a unit.
STRETCH, START = 100, 1795824000
CAPINFOS = f"""#!/bin/sh
for path; do
    case $path in
    /*)
        at=${{path##*/}}
        begin=$(({START} + ${{at%.pcap}} * 9 + ${{at%.pcap}} / {STRETCH} * 100))
        printf '%s\\t1\\t%d.5\\t%d.5\\n' "$path" "$begin" "$((begin + 9))"
        ;;
    esac
done
"""
LINKS = 50000  # that a file may have
# KiB. With 20,000 captures the caches of SQLite are nearly full, which have 2 MiB each.
GROWTH, MOST = 3 * 1024, 40 * 1024
PEAK = ("import runpy, sys\nsys.argv.pop(0)\n"
        "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(open('/proc/self/status').read(), file=sys.stderr)")
HOST = {"address": "192.0.2.1", "port": 5060}


def peak(made, *words):
    """Of the program, in KiB."""
    open_to_all(made)
    python, _, *line = command(made, *words)
    path = f"{made}/programs:{os.environ['PATH']}"
    done = subprocess.run([python, "-B", "-c", PEAK, *line], env=environment(PATH=path), encoding="utf-8",
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          check=False, **DROP_ROOT)
    assert done.returncode == 0, done.stderr
    return int(re.search(r"VmHWM:\s+(\d+)", done.stderr)[1])


def attempt(at, unit):
    """A line of the report on a capture: an attempt that failed."""
    begin = to_iso(unit["files"][0]["begin"])
    return {"type": "attempt", "begin": begin, "frame": 1, "client": HOST,
            "server": HOST, "method": "INVITE", "call_id": f"call-{at}", "in_dialog": False, "steps": 1,
            "outcome": "failed", "code": 503, "retransmissions": 0, "findings": []}


class Memory(unittest.TestCase):
    def captures(self, made, number):
        ring, programs = made / "ring", made / "programs"
        ring.mkdir()
        programs.mkdir()
        (programs / "capinfos").write_text(CAPINFOS)
        (programs / "capinfos").chmod(0o755)
        for at in range(number):
            first = ring / f"{at // LINKS * LINKS}.pcap"
            if at % LINKS:
                (ring / f"{at}.pcap").hardlink_to(first)
            else:
                first.touch()
        return ring

    def peaks(self, number):
        made = folder(self)
        ring = self.captures(made, number)
        peaks = {"plan": peak(made, "plan", ring)}
        self.answer(made)
        peaks["plan again"] = peak(made, "plan", ring)
        peaks["load"] = peak(made, "load")
        units = number // STRETCH
        self.assertEqual(query(made, """
            SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM holes),
              (SELECT count(*) FROM units), (SELECT count(*) FROM attempts)"""),
            [(number, units - 1, units, units)])
        for form in ("text", "md", "csv", "html"):
            peaks[form] = peak(made, "report", "--format", form)
        peaks["all"] = peak(made, ring)
        shutil.rmtree(made)
        return peaks

    @staticmethod
    def answer(made):
        """Makes the result of each unit."""
        for at, unit in enumerate(units_of_plan(made)):
            lines = ({"type": "unit", **unit}, attempt(at, unit), {"type": "end"})
            path = made / "out" / "units" / f"{unit['id']}.jsonl.gz"
            path.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode(), 1))

    def test_it_does_not_grow(self):
        found = {}
        for number in NUMBERS:
            found[number] = self.peaks(number)
            print(f"{number} captures, KiB: {found[number]}", flush=True)
        for step, before in found[NUMBERS[-2]].items():
            self.assertLess(found[NUMBERS[-1]][step] - before, GROWTH, step)
            self.assertLess(found[NUMBERS[-1]][step], MOST, step)


if __name__ == "__main__":
    unittest.main(verbosity=2)
