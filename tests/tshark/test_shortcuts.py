"""What nobody reads is left out, and nothing else: whatever is asked, the output is the same, byte
for byte, as without the shortcuts; and where the plugin leaves all out, as without the plugin.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import functools
import json
import re
import subprocess
import unittest

from harness import DROP_ROOT, environment, joined, open_to_all, stage, staged

# Over UDP and TCP, with several messages in a segment, ICMP errors, fragments in NOTIFYs, and
# responses of every class.
CAPTURES = ("sample.pcapng", "kamailio/connections.pcapng", "sipp/refer.pcapng",
            "hand/dialog.pcapng")

# Of what is given twice the last one counts.
ON = ("-o", "sipcodes.shortcuts:TRUE")
OFF = ("-o", "sipcodes.shortcuts:FALSE")
LOG = ("--log-level=info", "--log-domains=sipcodes")

NOTHING = "nothing is read"
ONCE = "each frame is read once"
AGAIN = "frames may be read again"
ANY = None  # it depends on the version of Wireshark

STATUS_FIELDS = ("code", "class", "class.name", "status", "registered", "phrase",
                 "phrase.registered", "meaning", "reference", "fragment")
MESSAGE_FIELDS = ("method", "cause.protocol", "cause.value", "cause.name", "cause.text",
                  "warning.code", "warning.name", "warning.text", "retry_after", "contact")
TRACKING_FIELDS = ("request_in", "response_time", "final_in", "retransmission_of",
                   "attempt.outcome", "attempt.first_in")
FINDINGS_FIELDS = ("why", "why.id", "why.severity", "hint", "step", "finding", "finding.text",
                   "finding.confidence", "finding.severity", "finding.evidence_in",
                   "finding.blocker")


def columns(*names):
    """A list of packets with these columns, each a field or a format of Wireshark's."""
    cells = ",".join(f'"{name}","{name if name.startswith("%") else f"%Cus:sipcodes.{name}:0:R"}"'
                     for name in names)
    return ("-o", f"gui.column.format:\"No.\",\"%m\",{cells}")


def printed(*names):
    return ("-T", "fields", "-e", "frame.number",
            *(word for name in names for word in ("-e", f"sipcodes.{name}")))


# What becomes of a run, and options that make it such a run.
RUNS = (
    (NOTHING, ()),
    (NOTHING, ("-x",)),
    (NOTHING, ("-M", "10")),
    (NOTHING, ("-Y", "sip.Status-Code >= 400")),
    (NOTHING, columns("%i")),
    (NOTHING, ("-o", 'gui.column.format:"No.","%m","Code","%Cus:sip.Status-Code:0:R"')),
    (NOTHING, ("-q", "-z", "sip,stat")),
    (NOTHING, ("--disable-protocol", "sip")),
    (ONCE, columns("code", "phrase")),
    (ONCE, columns("why")),
    (ONCE, columns("attempt.outcome")),
    (ONCE, columns("%a")),
    (ONCE, ("-V",)),
    (ONCE, ("-O", "sipcodes")),
    (ONCE, ("-T", "json")),
    (ONCE, ("-T", "ek")),
    (ONCE, ("-T", "pdml")),
    (ONCE, ("-M", "10", "-Y", "sipcodes.code")),
    (ONCE, ("-M", "5", "-V")),
    (ONCE, ("-Y", "sipcodes")),
    (ONCE, ("-Y", "sipcodes.class == 4")),
    (ONCE, ("-Y", "sipcodes.fragment")),
    (ONCE, ("-Y", "sipcodes.cause.value")),
    (ONCE, ("-Y", "sipcodes.request_in")),
    (ONCE, ("-Y", "sipcodes.attempt.outcome == \"refused\"")),
    (ONCE, ("-Y", "sipcodes.finding")),
    (ONCE, ("-Y", "sipcodes.hint")),
    (ONCE, ("-Y", "_ws.expert")),
    (ONCE, ("-Y", "sipcodes.expert.client_error")),
    (ONCE, ("--color", "-Y", "sipcodes.why")),
    (ONCE, printed(*STATUS_FIELDS)),
    (ONCE, printed(*MESSAGE_FIELDS)),
    (ONCE, printed(*TRACKING_FIELDS)),
    (ONCE, printed(*FINDINGS_FIELDS)),
    (ONCE, ("-T", "fields", "-e", "sipcodes")),
    (ONCE, ("-o", "sipcodes.why_in_info:TRUE")),
    (ONCE, ("-q", "-z", "expert")),
    (ONCE, ("-q", "-z", "io,stat,0,sipcodes.class==4,COUNT(sipcodes.finding)sipcodes.finding")),
    (ANY, ("-q", "-z", "io,phs")),
    (ONCE, ("-q", "-z", "sipcodes")),
    (ONCE, ("-q", "-z", "sipcodes,json")),
    (ONCE, ("-q", "-z", "sipcodes,csv,sipcodes.class == 4")),
    (ONCE, ("-q", "-z", "sipcodes,ladder")),
    (ONCE, ("-q", "-z", "sipcodes,tree,sip.Method == \"INVITE\"")),
    (AGAIN, ("-2",)),
    (AGAIN, ("-2", "-V")),
    (AGAIN, ("-2", "-Y", "sipcodes.class == 4")),
    (AGAIN, ("-2", "-Y", "sipcodes.finding")),
    (AGAIN, ("-2", "-R", "sipcodes.class == 4")),
    (AGAIN, ("-2", "-R", "sip", "-Y", "sipcodes.hint")),
    (AGAIN, ("-2", *columns("code", "final_in", "attempt.outcome"))),
    (AGAIN, ("-2", *printed(*STATUS_FIELDS, *FINDINGS_FIELDS))),
    (AGAIN, ("-2", "-q", "-z", "sipcodes,json")),
)

# Listens to packets with fields of ours, as scripts of users do.
SCRIPT = """
local code, why = Field.new("sipcodes.code"), Field.new("sipcodes.why")
local tap = Listener.new("frame", "sip")
function tap.packet(pinfo)
  local values = {}
  for _, field in ipairs({code, why}) do
    for _, value in ipairs({field()}) do values[#values + 1] = tostring(value) end
  end
  print(pinfo.number .. ": " .. table.concat(values, ", "))
end
"""


@functools.cache
def capture():
    return joined("shortcuts.pcapng", map(staged, CAPTURES))


def same_everywhere(text):
    """The output without what differs from run to run: the time at which it was made."""
    return re.sub(r'time="[^"]*" ', "", text)


@functools.cache
def run(*options):
    """What is printed of the capture, and on standard error, where the plugin says what run it is
    and with -M tshark has a line of its own."""
    done = subprocess.run(["tshark", *LOG, "-n", "-r", capture(), *ON, *options],
                          env=environment(), stdin=subprocess.DEVNULL, capture_output=True,
                          encoding="utf-8", check=True, **DROP_ROOT)
    return same_everywhere(done.stdout), done.stderr


def read(*options):
    return run(*options)[0]


def kind_of(*options):
    """What kind of run it is, by the log."""
    return set(re.findall(r"\[sipcodes INFO\] -- (.*)", run(*options)[1]))


def read_alone(*options):
    """What tshark prints without the plugin."""
    done = subprocess.run(["tshark", "-n", "-r", capture(), *options],
                          env=environment("no-plugins"), stdin=subprocess.DEVNULL,
                          capture_output=True, encoding="utf-8", check=True, **DROP_ROOT)
    return same_everywhere(done.stdout)


def live(*options):
    """What is printed of the capture if it comes through a pipe."""
    with open(capture(), "rb") as packets:
        done = subprocess.run(["tshark", "-n", "-i", "-", *ON, *options], env=environment(),
                              stdin=packets, capture_output=True, encoding="utf-8", check=True,
                              **DROP_ROOT)
    return same_everywhere(done.stdout)


def ask_sharkd(*requests, shortcuts=True):
    """What sharkd answers if it loads the capture and is asked this."""
    lines = [{"method": "setconf", "params": {"name": "sipcodes.shortcuts",
                                              "value": str(shortcuts).upper()}}]
    lines += [{"method": "load", "params": {"file": str(capture())}}, *requests]
    numbered = "".join(json.dumps({"jsonrpc": "2.0", "id": number, **line}) + "\n"
                       for number, line in enumerate(lines, 1))
    done = subprocess.run(["sharkd", "-"], input=numbered, env=environment(), check=True,
                          capture_output=True, encoding="utf-8", **DROP_ROOT)
    answers = map(json.loads, done.stdout.splitlines()[-len(requests):])
    return [answer["result"] for answer in answers]


class Shortcuts(unittest.TestCase):
    maxDiff = 2000

    def test_each_run_is_what_it_is_taken_for(self):
        for kind, options in RUNS:
            with self.subTest(options=options):
                if kind is not ANY:
                    self.assertEqual(kind_of(*options), {kind})
                self.assertEqual(kind_of(*options, *OFF), {AGAIN})

    def test_output_is_the_same(self):
        for _, options in RUNS:
            with self.subTest(options=options):
                self.assertEqual(read(*options), read(*options, *OFF))

    def test_where_nothing_is_read_it_is_that_of_tshark_alone(self):
        for kind, options in RUNS:
            if kind == NOTHING:
                with self.subTest(options=options):
                    self.assertEqual(read(*options), read_alone(*options))

    def test_disabled(self):
        for options in ((), ("-V",), ("-Y", "sip")):
            with self.subTest(options=options):
                self.assertEqual(read(*options, "--disable-protocol", "sipcodes"),
                                 read_alone(*options))

    def test_script(self):
        script = stage() / "listener.lua"
        script.write_text(SCRIPT)
        open_to_all(stage())
        options = ("-q", "-X", f"lua_script:{script}")
        self.assertEqual(kind_of(*options), {ONCE})
        found = read(*options)
        self.assertIn("401", found)
        self.assertEqual(found, read(*options, *OFF))
        # A pass that ends before the taps run gives the script less.
        self.assertEqual(read("-2", *options), read("-2", *options, *OFF))

    def test_live_capture(self):
        for options in ((), ("-Y", "sipcodes.class == 4"), ("-Y", "sipcodes.finding"),
                        ("-O", "sipcodes")):
            with self.subTest(options=options):
                found = live(*options)
                self.assertTrue(found)
                self.assertEqual(found, live(*options, *OFF))

    def test_ring_buffer(self):
        folder = stage() / "ring"
        folder.mkdir()
        folder.chmod(0o777)
        for options in ((), columns("code"), columns("why")):
            with self.subTest(options=options):
                ring = ("-b", "packets:20", "-b", "files:99", "-w", folder / "ring.pcapng", "-P")
                found = live(*ring, *options)
                self.assertTrue(found)
                self.assertEqual(found, live(*ring, *options, *OFF))

    def test_sharkd(self):
        column = {f"column{number}": name for number, name in enumerate(
            ("sipcodes.code:1", "sipcodes.why:1", "sipcodes.attempt.outcome:1"))}
        requests = (
            {"method": "frames", "params": {"filter": "sipcodes.class == 4"}},
            {"method": "frames", "params": column},
            {"method": "frame", "params": {"frame": 20, "proto": True}},
            {"method": "frames", "params": {"filter": "sipcodes.finding", **column}},
            {"method": "tap", "params": {"tap0": "expert"}},
        )
        found = ask_sharkd(*requests)
        self.assertIn("sipcodes.class", json.dumps(found[2]))
        self.assertEqual(found, ask_sharkd(*requests, shortcuts=False))
        # In another order, too: the capture is read to its end by what is asked first.
        self.assertEqual(ask_sharkd(*requests[::-1]),
                         ask_sharkd(*requests[::-1], shortcuts=False))


if __name__ == "__main__":
    unittest.main()
