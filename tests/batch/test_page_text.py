"""Text from a capture stays text in the page, and what is to be masked is.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import hmac
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import unittest

from reading_page import page_of
from stage import (PCAPS, ROOT, batch, folder, open_to_all, packets, run, shell, stage,
                   units_of_plan)

sys.path.insert(0, str(ROOT / "batch"))
from sipcodes_batch import mask  # noqa: E402
from sipcodes_batch.page import commands  # noqa: E402

ADDRESS = re.compile(r"\b\d+\.\d+\.\d+\.\d+\b")
HOSTILE = "</pre><script>alert(1)</script>\"'&amp;`$(id)\u202e\u2066\x1b[31m"
HARMLESS = "harmless"


class Hostile(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.name = HOSTILE.replace("/", "|").encode() + b"\xff"
        cls.made, cls.page = cls.of_call(HOSTILE, cls.name)

    @classmethod
    def of_call(cls, text, name):
        """The page of a call that was refused with this text, in a file of this name."""
        made = folder(cls)
        (made / "ring").mkdir()
        capture = os.fsencode(made / "ring") + b"/" + name + b".pcap"
        request = (f"INVITE sip:b@10.0.0.2 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1\r\n"
                   f"From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: {text}\r\n"
                   f"CSeq: 1 INVITE\r\n\r\n").encode()
        answer = request.replace(b"INVITE sip:b@10.0.0.2 SIP/2.0", f"SIP/2.0 403 {text}".encode())
        answer = answer.replace(b"To: <sip:b@x>", f"To: <sip:b@x>;tag=2\r\nReason: SIP;cause=403;"
                                f"text=\"{text}\"\r\nServer: {text}".encode())
        near, far = bytes((10, 0, 0, 1)), bytes((10, 0, 0, 2))
        packets.write(capture, [
            (1_800_000_000, packets.datagram(near, far, (5060, 5060), request)),
            (1_800_000_001, packets.datagram(far, near, (5060, 5060), answer))])
        done = batch(made, made / "ring")
        assert (done.returncode, done.stderr) == (0, ""), done
        return made, page_of(made)

    def test_text_stays_text(self):
        made, page = self.made, self.page
        _, other = self.of_call(HARMLESS, HARMLESS.encode())
        self.assertEqual(page.parts, other.parts)
        self.assertEqual(page.ids, other.ids)
        # Values that tables are sorted by hold text of the capture, and the reports were made one
        # after the other.
        self.assertEqual(*([found for found in each.attributes
                            if found[1] not in ("data-value", "datetime")]
                           for each in (page, other)))
        self.assertEqual(page.term("Call-ID"), [HOSTILE.replace("\x1b", "\ufffd").replace(
            "\u202e", "\ufffd").replace("\u2066", "\ufffd")])
        self.assertIn("<script>alert(1)</script>", "".join(page.ladders))
        shown, = page.term("Capture")
        self.assertEqual(shown, str(made / "ring") + "/" + HOSTILE.replace("/", "|").translate(
            dict.fromkeys((0x1b, 0x202e, 0x2066), "\ufffd")) + "\\xff.pcap")
        text = (made / "out" / "report.html").read_text(encoding="utf-8")
        self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

    def test_commands_open_files_with_hostile_names(self):
        done = shell(self.made, self.page.term("Ladder")[0])
        self.assertIn("1 of 1 attempts", done.stdout, done.stderr)
        for word in (os.fsdecode(self.name), HOSTILE, "'", "$'x'\\", "a b", "\u202e\n"):
            line = "printf %s " + commands.quote(word)
            self.assertEqual(os.fsencode(word), subprocess.run(
                ["bash", "-c", line], capture_output=True, check=True).stdout)
            self.assertTrue(line.isprintable())

    def test_nothing_is_loaded_and_only_its_own_script_runs(self):
        page = self.page
        self.assertEqual(page.policy(), {
            "default-src": ["'none'"], "style-src": page.hashes("style"),
            "script-src": page.hashes("script"), "base-uri": ["'none'"],
            "form-action": ["'none'"]})
        self.assertEqual((len(page.sources["style"]), len(page.sources["script"])), (1, 1))
        for _, name, value in page.attributes:
            self.assertNotIn(name, ("src", "srcset", "style", "action", "formaction", "background"))
            self.assertFalse(name.startswith("on"), name)
            if name.endswith("href"):
                self.assertIn(value.removeprefix("#"), page.ids)
                self.assertTrue(value.startswith("#"))
        for text in (*page.sources["style"], *page.sources["script"]):
            self.assertNotRegex(text, r"://|@import|url\(|fetch|innerHTML")


class Privacy(unittest.TestCase):
    CAPTURES = ("kamailio/auth.pcapng", "kamailio/serial-fork.pcapng")

    def setUp(self):
        self.made = folder(self)
        for capture in self.CAPTURES:
            ring = self.made / "rings" / capture.partition("/")[2]
            ring.mkdir(parents=True)
            shutil.copy(PCAPS / capture, ring / "a.pcapng")

    def hosts(self):
        """The addresses that tshark names, by unit."""
        for path in sorted((self.made / "rings").rglob("a.pcapng")):
            rows = map(json.loads, run("tshark", "-q", "-r", path, "-z",
                                       "sipcodes,json").splitlines()[:-1])
            yield {row[end]["address"] for row in rows for end in ("client", "server")}

    def test_the_option_masks(self):
        """A host has one name in all units, which its address and the key make."""
        done = batch(self.made, self.made / "rings", "--mask")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        out = self.made / "out"
        for name in ("report.html", "sipcodes.sqlite"):
            self.assertEqual(ADDRESS.findall((out / name).read_text(errors="replace")), [])
        self.assertIn("host-", page_of(self.made).term("Names")[0])
        key = (out / mask.NAME).read_text()
        names = {f"host-{hmac.new(key.encode(), host.encode(), 'sha256').hexdigest()[:10]}"
                 for hosts in self.hosts() for host in hosts}
        base = sqlite3.connect(out / "sipcodes.sqlite")
        self.addCleanup(base.close)
        self.assertEqual({row[0] for row in base.execute(
            "SELECT client FROM attempts UNION SELECT server FROM attempts")}, names)
        self.assertEqual((out / mask.NAME).stat().st_mode & 0o777, 0o600)
        self.assertNotIn(key, (out / "plan.sqlite").read_text(errors="replace"))

    def test_the_preference_masks(self):
        preferences = stage() / "home" / ".config" / "wireshark" / "preferences"
        preferences.parent.mkdir(parents=True, exist_ok=True)
        preferences.write_text("sipcodes.mask_addresses: TRUE\n")
        open_to_all(stage() / "home")
        self.addCleanup(preferences.unlink)
        self.assertEqual(batch(self.made, "plan", self.made / "rings").returncode, 0)
        self.assertEqual({unit["mask"] for unit in units_of_plan(self.made)},
                         {mask.fingerprint(self.made / "out")})

    def test_the_key_must_be_that_of_the_plan(self):
        self.assertEqual(batch(self.made, "plan", self.made / "rings", "--mask").returncode, 0)
        (self.made / "out" / mask.NAME).unlink()
        batch(self.made, "run")
        batch(self.made, "load")
        self.assertIn("does not have the mask.key of the plan",
                      batch(self.made, "report").stdout)
