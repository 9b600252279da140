"""A ring that dumpcap writes now, of calls that sipp makes: part of scripts/test-watch.

SPDX-License-Identifier: GPL-2.0-or-later

In a network namespace of its own. dumpcap runs as sipcodes-ring.service lets it: no root, one
capability, no new privileges. A watch with the shortest context waits for more than a minute.
"""

import json
import re
import signal
import subprocess
import time
import unittest
from pathlib import Path

from stage import DROP_ROOT, ROOT, batch, command, environment, folder, open_to_all

SCENARIOS = ROOT / "pcaps" / "make" / "sipp"
SERVICE = (ROOT / "docs" / "operations" / "sipcodes-ring.service").read_text()
FILTER = re.search(r'"FILTER=(.*)"', SERVICE)[1]
CAPABILITY = re.search(r"AmbientCapabilities=CAP_(\w+)", SERVICE)[1].lower()
CONFINED = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
            f"--inh-caps=+{CAPABILITY}", f"--ambient-caps=+{CAPABILITY}",
            f"--bounding-set=-all,+{CAPABILITY}", "--no-new-privs")
DEADLINE = 150


class Live(unittest.TestCase):
    def setUp(self):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        self.made = folder(self)
        for name in ("ring", "sipp"):
            (self.made / name).mkdir()
            (self.made / name).chmod(0o777)
        self.told = self.made / "events.jsonl"

    def scenario(self, name):
        """As lab.sh of the recipes makes it."""
        codes = "\n".join(f'<recv response="{code}" optional="true" next="answered" '
                          'response_txn="request"/>' for code in range(300, 700))
        text = (SCENARIOS / f"{name}.xml").read_text()
        for word, value in (("@METHOD@", "INVITE"), ("@STATUS@", "503 Service Unavailable"),
                            ("@ANY_FINAL@", codes)):
            text = text.replace(word, value)
        path = self.made / "sipp" / f"{name}.xml"
        path.write_text(text)
        return str(path)

    def calls(self, number):
        """So many calls that get a 503 with Retry-After."""
        common = ("-nostdin", "-timeout", "40", "-timeout_error", "-skip_rlimit",
                  "-default_behaviors", "all,-abortunexp", "-key", "nothing", "", "-m", str(number))
        with subprocess.Popen(["sipp", "-sf", self.scenario("refuse"), "-i", "127.0.0.1", "-p",
                               "5060", *common, "-key", "answer_header", "Retry-After: 7"],
                              stdout=subprocess.DEVNULL, cwd=self.made / "sipp") as server:
            time.sleep(1)
            subprocess.run(["sipp", "-sf", self.scenario("attempt"), "-i", "127.0.0.2", "-p", "5060",
                            "127.0.0.1", "-s", "bob", "-l", "1", "-r", "20", *common,
                            "-key", "caller", "alice", "-key", "target", "sip:bob@127.0.0.1",
                            "-key", "hops", "70", "-key", "request_header", "User-Agent: SIPp"],
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                           cwd=self.made / "sipp", check=True, timeout=60)
            self.assertEqual(server.wait(60), 0)

    def words(self, *words):
        return ("watch", self.made / "ring", "--point", "^(.*?)_", "--context", "64", "--events",
                self.told, "--metrics", self.made / "sip.prom", *words)

    def events(self):
        return self.told.read_text().splitlines() if self.told.exists() else []

    def test_ring(self):
        with subprocess.Popen(self.dumpcap(DEADLINE + 60), stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, encoding="utf-8") as dumpcap:
            time.sleep(2)
            open_to_all(self.made / "program")
            with subprocess.Popen(command(self.made, *self.words("--poll", "1")),
                                  env=environment(), stdin=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, encoding="utf-8", **DROP_ROOT) as watch:
                begin = time.monotonic()
                self.calls(20)
                while len(self.events()) < 20 and time.monotonic() < begin + DEADLINE:
                    time.sleep(0.5)
                print(f"\nthe first events came after {time.monotonic() - begin:.0f} s")
                self.calls(10)
                time.sleep(1)  # for dumpcap
                watch.send_signal(signal.SIGTERM)
                said = watch.communicate()[1]
            dumpcap.send_signal(signal.SIGTERM)
            print(dumpcap.communicate()[1].strip().splitlines()[-1])
        self.assertEqual(watch.returncode, 0)
        self.assertEqual(said.splitlines()[1:],
                         ["sipcodes-batch: ended by a signal; the next run goes on from here"])
        self.assertEqual(len(self.events()), 20)
        self.check_rest()

    def test_names(self):
        """dumpcap names what it has closed, and the watch ends with it."""
        with subprocess.Popen([*self.dumpcap(30), "-b", "printname:stdout"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as dumpcap:
            open_to_all(self.made / "program")
            with subprocess.Popen(command(self.made, *self.words("--closed", "-")),
                                  env=environment(), stdin=dumpcap.stdout, **DROP_ROOT) as watch:
                time.sleep(2)
                self.calls(5)
                time.sleep(1)  # for dumpcap
                dumpcap.send_signal(signal.SIGTERM)
                self.assertEqual(watch.wait(60), 0)
        self.assertEqual(len(self.events()), 5)

    def dumpcap(self, seconds):
        return (*CONFINED, "dumpcap", "-q", "-g", "-i", "lo", "-f", FILTER, "-w",
                str(self.made / "ring" / "sbc1.pcapng"), "-b", "duration:2", "-b", "files:200",
                "-a", f"duration:{seconds}")

    def check_rest(self):
        done = batch(self.made, *self.words("--ended"))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        events = [json.loads(line) for line in self.events()]
        self.assertEqual(len(events), 30)
        self.assertEqual(len({event["call_id"] for event in events}), 30)
        self.assertEqual({(event["method"], event["code"], event["outcome"], event["why"]["id"])
                          for event in events}, {("INVITE", 503, "failed", "overload-retry-after")})
        text = (self.made / "sip.prom").read_text()
        self.assertIn('sipcodes_failures_total{point="sbc1",method="INVITE",class="5xx",code="503",'
                      'outcome="failed",cause="overload-retry-after"} 30\n', text)
        for name in ("files_missed", "files_damaged", "unit_errors"):
            self.assertIn(f'sipcodes_watch_{name}_total{{point="sbc1"}} 0\n', text)
        checked = subprocess.run(["promtool", "check", "metrics"], input=text, encoding="utf-8",
                                 capture_output=True, check=False)
        self.assertEqual((checked.returncode, checked.stdout, checked.stderr), (0, "", ""))
        files = len(list(Path(self.made / "ring").iterdir()))
        self.assertIn(f'sipcodes_watch_files_total{{point="sbc1"}} {files}\n', text)


if __name__ == "__main__":
    unittest.main()
