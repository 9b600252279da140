"""What is submitted to Slurm, run by a stand-in for sbatch. long_slurm.py has a cluster.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import re
import shutil
import subprocess
import unittest

from stage import of_units, of_whole, query
from test_files import Captures

# Runs each task of an array at once, one after the other. Its job's number is that of its calls.
SBATCH = """#!/bin/sh
script=$(cat)
for word; do
    case $word in 1-*) last=${word#1-} ;; esac
done
echo "$*" >>"$CALLS"
for task in $(seq "${last-0}"); do
    SLURM_ARRAY_TASK_ID=$task sh -c "$script" >>"$CALLS.said" 2>&1 || echo "task $task failed" >>"$CALLS"
done
[ -n "$last" ] || sh -c "$script" >>"$CALLS.said" 2>&1
grep -c parsable "$CALLS"
"""
# Where a task runs there is another version, if OTHER is set.
TSHARK = f"""#!/bin/sh
if [ "$OTHER" = "$1" ] && [ -n "$SLURM_ARRAY_TASK_ID" ]; then
    "{shutil.which('tshark')}" "$@" | sed 's/ 4[.0-9]*/ 9.9.9/; /sipcodes/s/[\\t][.0-9]*[\\t]/\\t0.9.0\\t/'
else
    exec "{shutil.which('tshark')}" "$@"
fi
"""


class Submitted(Captures):
    def setUp(self):
        super().setUp()
        self.programs = self.made / "programs"
        self.programs.mkdir()
        for name, script in (("sbatch", SBATCH), ("tshark", TSHARK)):
            (self.programs / name).write_text(script)
            (self.programs / name).chmod(0o755)
        for number in range(2):
            self.sample(self.ring / f"{number}.pcap", number * 2000)

    def submit(self, **more):
        return self.batch(self.ring, "--slurm", PATH=f"{self.programs}:{os.environ['PATH']}",
                          CALLS=str(self.made / "calls"), **more)

    def calls(self):
        lines = (self.made / "calls").read_text().splitlines()
        return [re.sub(r"^.*%A_%a\.txt ?", "", line) for line in lines]

    def test_an_array_and_a_job_that_loads(self):
        self.assertEqual(self.submit(), "Slurm job 1 runs 2 units, job 2 loads them; then: "
                                        f"sipcodes-batch report --out {self.made}/out\n")
        self.assertEqual(self.calls(), ["--array 1-2", "--dependency afterany:1"])
        self.assertEqual(query(self.made, "SELECT error, count(*) FROM units"), [(None, 2)])
        self.assertEqual(of_units(self.made), of_whole(self.made, self.ring / "0.pcap")
                         + of_whole(self.made, self.ring / "1.pcap"))
        self.assertEqual(self.submit(), "Nothing is left to run. Slurm job 3 loads\n")

    def test_a_node_with_another_version(self):
        """Of tshark or of the plugin: its units have no result, and say why; the next call runs them."""
        (self.ring / "1.pcap").unlink()
        host = subprocess.run(["hostname"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
        right = self.batch("--version").strip()
        plugin, tshark = right.split(" with tshark ")
        for option, wrong in (("--version", f"{plugin} with tshark 9.9.9"),
                              ("-G", f"0.9.0 with tshark {tshark}")):
            self.submit(OTHER=option)
            self.assertEqual(query(self.made, "SELECT error, count(*) FROM units GROUP BY 1"),
                             [(f"{host}: has sipcodes {wrong}, not {right}: install the same", 1)])
        self.assertEqual(self.calls().count("task 1 failed"), 2)
        self.submit()
        self.assertEqual(query(self.made, "SELECT error, count(*) FROM units"), [(None, 1)])


if __name__ == "__main__":
    unittest.main()
