"""Beside the other post-dissectors that come with Wireshark, TRANSUM and MATE, the plugin shows the
same, and so do they beside the plugin: all of them want fields of a frame, and read its tree.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import functools
import os
import re
import shutil
import unittest
from pathlib import Path

import reading
from harness import PASSES, environment, fields, joined, open_to_all, stage, staged, tshark

# Over UDP and TCP, with several messages in a segment, ICMP errors, and fragments in NOTIFYs.
CAPTURES = ("sample.pcapng", "kamailio/connections.pcapng", "sipp/refer.pcapng")

CALLS = """
Pdu sip_pdu Proto sip Transport udp/ip {
    Extract address From ip.addr;
    Extract port From udp.port;
    Extract call From sip.Call-ID;
    Extract method From sip.Method;
    Extract code From sip.Status-Code;
};
Gop sip_call On sip_pdu Match (call) {
    Start (method="INVITE");
    Stop (method="BYE");
    Extra (method, code);
};
Done;
"""

TRANSUM = ("--enable-protocol", "transum", "-o", "transum.udp_port_ranges:5060-5090",
           "-o", "transum.tcp_port_ranges:5060-5090")
THEIRS = {
    "transum": ["frame.number", "transum.status", "transum.calculation", "transum.art",
                "transum.firstreq", "transum.lastrsp"],
    "mate": ["frame.number", "mate.sip_pdu", "mate.sip_pdu.method", "mate.sip_pdu.code",
             "mate.sip_call", "mate.sip_call.Time", "mate.sip_call.NumOfPdus"],
}


def neighbours():
    """The folder of the plugins for dissectors that come with this Wireshark."""
    places = tshark("-G", "folders", env={"PATH": os.environ["PATH"]})
    return Path(re.search(r"^Global Plugins:\s+(\S+)$", places, re.MULTILINE)[1]) / "epan"


@functools.cache
def plugins(*names):
    """A folder of plugins with those of these names, and what tshark is started with to load it."""
    folder = stage() / "-".join(("neighbours", *names))
    [ours] = (stage() / "plugins").glob("*/epan/sipcodes.so")
    epan = folder / ours.parent.parent.name / "epan"
    epan.mkdir(parents=True)
    for name in names:
        shutil.copy(ours if name == "sipcodes" else neighbours() / f"{name}.so", epan)
    open_to_all(folder)
    return environment(folder)


@functools.cache
def capture():
    return joined("neighbours.pcapng", map(staged, CAPTURES))


def calls():
    """The options that give MATE something to do, which it announces in the log."""
    path = stage() / "calls.mate"
    path.write_text(CALLS)
    open_to_all(path)
    return ("-o", f"mate.config:{path}", "--log-level=warning")


def options(*names):
    """What switches these neighbours on."""
    return (*(TRANSUM if "transum" in names else ()), *(calls() if "mate" in names else ()))


def ours(*names):
    """All that the plugin shows beside these neighbours, in each way to read; and what is printed
    where it has nothing to read, and where only a report reads it."""
    found = {}
    env = plugins("sipcodes", *names)
    for passes, words in PASSES.items():
        read = reading.read(capture(), *words, *options(*names), env=env)
        found[passes] = (
            [(frame.number, frame.items) for frame in read.frames], read.reports,
            tshark("-n", "-r", capture(), *words, *options(*names), env=env),
            tshark("-q", "-r", capture(), *words, *options(*names), "-z", "sipcodes,json", env=env))
    return found


def theirs(name, *others):
    """What a neighbour finds beside others."""
    return {passes: fields(capture(), THEIRS[name], *words, *options(name),
                           env=plugins(name, *others))
            for passes, words in PASSES.items()}


class Neighbours(unittest.TestCase):
    maxDiff = 2000

    def test_the_plugin_shows_the_same(self):
        alone = ours()
        self.assertIn("no-common-codec", alone["one pass"][3])
        for names in (("transum",), ("mate",), ("mate", "transum")):
            with self.subTest(names=names):
                self.assertEqual(ours(*names), alone)

    def test_they_find_the_same(self):
        for name in THEIRS:
            with self.subTest(name=name):
                alone = theirs(name)
                self.assertTrue(any(row[1] for row in alone["two passes"]))
                self.assertEqual(theirs(name, "sipcodes"), alone)


if __name__ == "__main__":
    unittest.main()
