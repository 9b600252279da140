"""Units on other hosts: over ssh between namespaces. Part of scripts/test-batch: it needs root.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import shutil
import subprocess
import time
import unittest

from machines import Machine
from stage import batch, command, cut, dense, dump, environment, folder, open_to_all, query


class OnHosts:
    """Of a test case: runs the program on a driver that reaches hosts over ssh. Needs root."""

    def prepare_hosts(self):
        """The program as the hosts find it, and the driver."""
        self.program("bin", f"""export WIRESHARK_PLUGIN_DIR={environment()['WIRESHARK_PLUGIN_DIR']}
exec python3 -B {self.made}/program/sipcodes-batch "$@\"""")
        self.driver = Machine(self, "driver")
        self.key = self.driver.ssh_key()
        self.hosts = []

    def program(self, name, script):
        path = self.made / name / "sipcodes-batch"
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        open_to_all(self.made)

    def host(self, programs="bin", hidden=()):
        """A machine that the driver reaches."""
        made = Machine(self, f"host{len(self.hosts) + 1}", hidden)
        made.address = self.driver.connect(made, len(self.hosts) + 1)
        made.serve_ssh(self.key, self.made / programs)
        self.hosts.append(made)
        return made

    def batch_on_hosts(self, *words, meanwhile=None):
        """Runs the program on the driver, with all hosts: standard error, and exit status."""
        names = self.made / "hosts"
        names.write_text("# of the test\n" + "".join(f"1/{host.address}\n" for host in self.hosts))
        with subprocess.Popen(
                self.driver.inside(*command(self.made, self.ring, "--hosts", names, *words)),
                env=environment() | {"HOME": str(self.driver.home)}, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8") as running:
            if meanwhile:
                meanwhile()
            return running.communicate(timeout=900)[1], running.returncode

    def results(self):
        return list((self.made / "out").glob("units/*.gz"))

    def let_die(self, host, results):
        """Ends a host without a word, its link first, once there are so many results."""
        until = time.monotonic() + 300
        while len(self.results()) < results and time.monotonic() < until:
            time.sleep(0.02)
        host.run("ip", "link", "set", "eth0", "down")
        host.end()

    def took_part(self):
        lines = (self.made / "out" / "joblog").read_text().split("\n")[1:-1]
        return {line.split("\t")[1] for line in lines}


class Hosts(OnHosts, unittest.TestCase):
    def setUp(self):
        self.made = folder(self)
        self.ring = self.made / "ring"
        dense(120, self.made / "whole.pcap")
        cut(self.made / "whole.pcap", 9, self.ring)
        self.prepare_hosts()

    def batch(self, *words, **more):
        return self.batch_on_hosts("--length", "1", *words, **more)

    def check_rows(self, *hosts):
        """They are those of a run on this machine alone; and these hosts had a part in it."""
        found, names = dump(self.made), self.took_part()
        shutil.rmtree(self.made / "out")
        self.assertEqual(batch(self.made, self.ring, "--length", "1").returncode, 0)
        self.assertEqual(found, dump(self.made))
        self.assertEqual(names, {host.address for host in hosts})

    def test_shared_folder(self):
        for _ in range(3):
            self.host()
        self.assertEqual(self.batch(), ("", 0))
        self.check_rows(*self.hosts)

    def test_a_host_that_dies(self):
        """Without a word: its link goes first."""
        for _ in range(3):
            self.host()

        said, status = self.batch(meanwhile=lambda: self.let_die(self.hosts[1], 1))
        self.assertEqual(status, 0, said)
        self.check_rows(self.hosts[0], self.hosts[2])

    def test_transfer(self):
        """Hosts that have no folder in common with the driver but that of the program."""
        for _ in range(2):
            self.host(hidden=[self.ring])
        self.assertEqual(self.batch("--transfer"), ("", 0))
        self.assertEqual([path for host in self.hosts for path in host.home.rglob("*.*")
                          if path.is_file()], [])
        self.assertFalse((self.made / "out" / "files").exists())
        self.check_rows(*self.hosts)

    def test_transfer_of_the_key_that_masks(self):
        self.host(hidden=[self.ring])
        self.assertEqual(self.batch("--transfer", "--mask"), ("", 0))
        self.assertEqual(query(self.made, """
            SELECT min(masked), count(*), count(error),
              (SELECT count(*) FROM attempts WHERE client LIKE '10.%') FROM units"""), [(1, 9, 0, 0)])

    def test_what_goes_wrong_there_is_said_here(self):
        self.host(hidden=[self.ring])
        self.assertEqual(self.batch("--transfer", "--limit", "0", "--retries", "1"), ("", 1))
        self.assertEqual(query(self.made, "SELECT error, count(*) FROM units GROUP BY 1"),
                         [("mergecap: not done after 0 s", 9)])

    def test_hosts_that_cannot_take_part(self):
        self.program("old", "echo 0.9.0 with tshark 4.0.1")
        for programs in ("bin", "old", "none"):
            self.host(programs)
        said, status = self.batch()
        lines = said.rstrip().split("\n")
        self.assertEqual((status, len(lines)), (2, 2), said)
        self.assertRegex(lines[0], r"^sipcodes-batch: 1/10.99.2.2: has sipcodes 0.9.0 with tshark 4.0.1, "
                         r"not [\d.]+ with tshark [\d.]+: install the same$")
        self.assertRegex(lines[1], r"^sipcodes-batch: 1/10.99.3.2: cannot run sipcodes-batch: .*not found$")
        self.assertEqual(self.results(), [])


if __name__ == "__main__":
    unittest.main()
