"""The files of docs/operations, by the programs that read them: promtool, systemd-analyze, logrotate.
Part of scripts/test-watch.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import json
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from stage import ROOT

FOLDER = ROOT / "docs" / "operations"
GRAFANA = {"$__range": "6h", "$__rate_interval": "5m", "$point": ".*"}


def run(*words):
    return subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL,
                          capture_output=True, encoding="utf-8", check=False)


class Operations(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="sipcodes.")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def quiet(self, *words):
        done = run(*words)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_rules(self):
        done = run("promtool", "check", "rules", "--lint=all", "--lint-fatal",
                   FOLDER / "sipcodes.rules.yml")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("SUCCESS: 11 rules found", done.stdout)

    def test_alerts(self):
        done = run("promtool", "test", "rules",
                   ROOT / "tests" / "batch" / "operations" / "alerts.test.yml")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_queries_of_the_dashboard(self):
        """As rules that record what they give."""
        rules = []
        for panel in json.loads((FOLDER / "dashboard.json").read_text())["panels"]:
            for target in panel["targets"]:
                query = target["expr"]
                for variable, value in GRAFANA.items():
                    query = query.replace(variable, value)
                rules.append({"record": f"query_{len(rules)}", "expr": query})
        path = self.folder / "rules.json"
        path.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
        done = run("promtool", "check", "rules", path)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(f"SUCCESS: {len(rules)} rules found", done.stdout)

    def test_services(self):
        """But for the path of the program, which need not be installed here."""
        for path in FOLDER.glob("*.service"):
            text = path.read_text().replace("/usr/bin/sipcodes-batch",
                                            str(ROOT / "batch" / "sipcodes-batch"))
            (self.folder / path.name).write_text(text)
        self.quiet("systemd-analyze", "verify", *sorted(self.folder.glob("*.service")))

    def test_logrotate(self):
        """The events are moved away, and only then."""
        told = self.folder / "failures.jsonl"
        told.write_text("{}\n")
        text = (FOLDER / "logrotate.conf").read_text()
        text = re.sub(r"^.*failures.jsonl", str(told), text, flags=re.MULTILINE)
        conf = self.folder / "conf"
        conf.write_text(re.sub(r"^ *su .*\n", "", text, flags=re.MULTILINE))
        conf.chmod(0o644)
        self.quiet("/usr/sbin/logrotate", "-f", "-s", self.folder / "state", conf)
        self.assertEqual(sorted(path.name for path in self.folder.glob("failures*")),
                         ["failures.jsonl.1"])


if __name__ == "__main__":
    unittest.main()
