"""docs/operations fits the program: metrics, labels, options and paths.

SPDX-License-Identifier: GPL-2.0-or-later

scripts/test-watch checks the same files with promtool, systemd-analyze and logrotate.
"""

import json
import re
import shlex
import sys
import unittest

from stage import ROOT

sys.path.insert(0, str(ROOT / "batch"))
from sipcodes_batch import command  # noqa: E402
from sipcodes_batch.watch import metrics  # noqa: E402

FOLDER = ROOT / "docs" / "operations"
RULES = (FOLDER / "sipcodes.rules.yml").read_text()
TESTS = (ROOT / "tests" / "batch" / "operations" / "alerts.test.yml").read_text()
README = (FOLDER / "README.md").read_text()
LABELS = {family.name: set(family.labels) for family in metrics.FAMILIES}
SELECTOR = re.compile(r"\b(sipcodes_\w+)(\{[^}]*\})?")
BY = re.compile(r"(?:by|on) \(([^)]*)\)")


def expressions(text):
    """Of the rules."""
    return re.findall(r"expr: (\|\n(?:          .*\n)+|.*\n)", text)


def dashboard():
    return json.loads((FOLDER / "dashboard.json").read_text())


class Metrics(unittest.TestCase):
    def check(self, expression, legend=""):
        """Only metrics and labels that are written."""
        found = SELECTOR.findall(expression)
        self.assertTrue(found, expression)
        for name, selector in found:
            used = set(re.findall(r"(\w+)\s*=~?", selector))
            if not used <= LABELS[name]:
                self.fail(f"{expression}: {name} has no {used - LABELS[name]}")
        known = set.union(*(LABELS[name] for name, _ in found))
        grouped = {label.strip() for group in BY.findall(expression) for label in group.split(",")}
        self.assertLessEqual(grouped | set(re.findall(r"\{\{(\w+)\}\}", legend)), known, expression)

    def test_rules(self):
        alerts = re.findall(r"- alert: (\w+)", RULES)
        self.assertEqual(len(expressions(RULES)), len(alerts))
        for expression in expressions(RULES):
            self.check(expression)

    def test_each_alert_has_series_that_make_it_fire_and_not_fire(self):
        alerts = re.findall(r"- alert: (\w+)", RULES)
        self.assertEqual(len(alerts), 11)
        for what, pattern in (("fire", r"alertname: (\w+)\n\s+exp_alerts:\n"),
                              ("not fire", r"alertname: (\w+)\n\s+exp_alerts: \[\]\n")):
            self.assertEqual(set(re.findall(pattern, TESTS)), set(alerts), what)

    def test_dashboard(self):
        shown = dashboard()
        for panel in shown["panels"]:
            for target in panel["targets"]:
                self.check(target["expr"], target["legendFormat"])
        for variable in shown["templating"]["list"][1:]:
            name, label = re.fullmatch(r"label_values\((\w+), (\w+)\)",
                                       variable["definition"]).groups()
            self.assertIn(label, LABELS[name])

    def test_the_page_lists_all_metrics(self):
        rows = re.findall(r"^\| `(sipcodes_\w+)` \| (.*?) \|", README, re.MULTILINE)
        self.assertEqual({name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows},
                         LABELS)


class Units(unittest.TestCase):
    def test_options(self):
        """The command line of the service, and of the page, is one that the program takes."""
        service = (FOLDER / "sipcodes-watch.service").read_text().replace("\\\n", " ")
        lines = re.findall(r"^ExecStart=/usr/bin/(.*)$", service, re.MULTILINE)
        page = README.replace("\\\n", " ")
        lines += re.findall(r"^ *(sipcodes-batch watch [^|`\n]*)", page, re.MULTILINE)
        self.assertEqual(len(lines), 3)
        for line in lines:
            words = shlex.split(line)
            parsed = command._parser().parse_intermixed_args(words[1:])
            self.assertEqual(parsed.words[0], "watch", line)

    def test_paths(self):
        """What one file writes is what another one reads."""
        ring = (FOLDER / "sipcodes-ring.service").read_text()
        watch = (FOLDER / "sipcodes-watch.service").read_text()
        rotated = (FOLDER / "logrotate.conf").read_text()
        old = (FOLDER / "tmpfiles.conf").read_text()
        for path, files in (("/var/lib/sipcodes-ring", (ring, watch, old)),
                            ("/var/log/sipcodes/failures.jsonl", (watch, rotated)),
                            ("/var/lib/prometheus/node-exporter", (watch, README))):
            for file in files:
                self.assertIn(path, file)


class Links(unittest.TestCase):
    def test_all_files_are_on_the_page(self):
        linked = set(re.findall(r"\]\(([^)#:]+)\)", README))
        for entry in FOLDER.iterdir():
            self.assertTrue(entry.name == "README.md" or entry.name in linked, entry.name)
        for name in linked:
            self.assertTrue((FOLDER / name).exists(), name)
