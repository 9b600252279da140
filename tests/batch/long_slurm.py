"""Units as a job array of Slurm, on a cluster of one node that the test starts. Part of
scripts/test-batch: it needs root.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import re
import shutil
import subprocess
import time
import unittest

from machines import Machine
from stage import batch, command, cut, dense, dump, environment, folder, open_to_all, query

CONFIG = """
ClusterName=test
SlurmctldHost=cluster(10.99.1.1)
SlurmUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmctldPidFile=/run/slurmctld.pid
SlurmdPidFile=/run/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
NodeName=cluster NodeAddr=10.99.1.1 CPUs=2
PartitionName=all Nodes=ALL Default=YES
"""


class OnCluster:
    """Of a test case: runs the program where a cluster of one node is. Needs root."""

    def prepare_cluster(self):
        self.node = Machine(self, "cluster")
        # Slurm resolves no address of a machine that has none but that of its loopback.
        self.node.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth1")
        self.node.run("ip", "address", "add", "10.99.1.1/24", "dev", "eth0")
        self.node.run("ip", "link", "set", "eth0", "up")
        self.config = self.node.folder / "slurm.conf"
        self.config.write_text(CONFIG.format(folder=self.node.folder))
        for name in ("state", "spool", "munge"):
            (self.node.folder / name).mkdir(mode=0o755)
        key = self.node.folder / "munge" / "key"
        key.write_bytes(b"\x5a" * 32)
        key.chmod(0o400)
        self.node.run("mkdir", "-m", "755", "/run/munge")
        self.node.run("munged", "--force", f"--key-file={key}", "--pid-file=/run/munge/pid",
                      *(f"--{name}-file={key}.{name}" for name in ("log", "seed")))
        for daemon in (("slurmctld", "-c"), ("slurmd", "-N", "cluster")):
            self.node.run(*daemon, env=environment(SLURM_CONF=str(self.config)))
        self.until(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%t"))

    def ask(self, *words):
        return self.node.run(*words, root=False, env=environment(SLURM_CONF=str(self.config)))

    def until(self, happened):
        end = time.monotonic() + 180
        while not happened():
            self.assertLess(time.monotonic(), end, "not in time")
            time.sleep(0.2)

    def submit(self, *words):
        """What the program prints. All jobs are done then."""
        open_to_all(self.made)
        done = subprocess.run(
            self.node.inside(*command(self.made, self.ring, "--slurm", *words)),
            env=environment(SLURM_CONF=str(self.config)), stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.until(lambda: not self.ask("squeue", "-h"))
        return done.stdout


class Cluster(OnCluster, unittest.TestCase):
    def setUp(self):
        self.made = folder(self)
        self.ring = self.made / "ring"
        dense(120, self.made / "whole.pcap")
        cut(self.made / "whole.pcap", 5, self.ring)
        self.prepare_cluster()

    def test_an_array_and_a_job_that_loads(self):
        said = self.submit("--length", "1")
        self.assertRegex(said, r"^Slurm job \d+ runs 5 units, job \d+ loads them; then: "
                         r"sipcodes-batch report --out \S+\n$")
        found = dump(self.made)
        self.assertRegex(self.submit("--length", "1"), r"^Nothing is left to run. Slurm job \d+ loads\n$")
        self.assertEqual(dump(self.made), found)
        shutil.rmtree(self.made / "out")
        self.assertEqual(batch(self.made, self.ring, "--length", "1").returncode, 0)
        self.assertEqual(dump(self.made), found)

    def test_what_fails_is_a_row(self):
        self.submit("--length", "1", "--limit", "0", "-j", "1")
        self.assertEqual(query(self.made, "SELECT error, count(*) FROM units GROUP BY 1"),
                         [("mergecap: not done after 0 s", 5)])
        self.assertTrue(re.search(r"runs 5 units", self.submit("--length", "1")))
        self.assertEqual(query(self.made, "SELECT error, count(*) FROM units GROUP BY 1"), [(None, 5)])


if __name__ == "__main__":
    unittest.main()
