"""Compare tshark with and without the plugin: measure.py ROUNDS STAGE CALLS MESSAGES COMMAND...

SPDX-License-Identifier: GPL-2.0-or-later

STAGE holds the captures, short ones (NAME-short.pcap) and long ones (NAME.pcap), and the folders
"plugins" and "no-plugins"; CALLS is the program of calls.c, MESSAGES how many packets sip.pcap has;
COMMAND is what tshark is started with.

Instructions are those of the short captures, without those of a run over one packet, by callgrind:
they do not depend on what else the machine does. Time is the processor time over the long captures;
the two runs take turns, so that a machine that gets slower or faster meanwhile does so for both, and
the median of the ratios counts.
"""

import os
import re
import statistics
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SERVER_ERRORS = ("-Y", "sip.Status-Code >= 500")
CORE_FIELD = ("-T", "fields", "-e", "sip.Status-Code")
COLUMN = ("-o", 'gui.column.format:"No.","%m","Code","%Cus:sip.Status-Code:0:R"')
STATISTICS = ("-q", "-z", "sip,stat")
THREE = "{0}.code && {0}.class == 5 && {0}.phrase"


class Run(NamedTuple):
    """A run with the plugin, what it is compared with, and what it may cost."""
    name: str
    capture: str
    options: tuple
    bare: tuple
    time: float
    instructions: float


def fields_cost_little(version):
    """Whether a field that is printed makes a tree of it alone, and not of all."""
    return version >= (4, 4)


def runs(version):
    other_fields = (1.02, 1.01) if fields_cost_little(version) else (1.15, 1.10)
    return (
        Run("list of packets", "sip", (), (), 1.02, 1.01),
        Run("list of packets, three hops", "proxies", (), (), 1.02, 1.01),
        Run("list of packets, OPTIONS", "pings", (), (), 1.02, 1.01),
        Run("list of packets, RTP", "media", (), (), 1.02, 1.01),
        Run("list of packets, no SIP", "other", (), (), 1.01, 1.01),
        Run("filter of core", "sip", SERVER_ERRORS, SERVER_ERRORS, 1.02, 1.01),
        Run("column of core", "sip", COLUMN, COLUMN, 1.02, 1.01),
        Run("field of core", "sip", CORE_FIELD, CORE_FIELD, *other_fields),
        Run("sipcodes.class == 5", "sip", ("-Y", "sipcodes.class == 5"), SERVER_ERRORS, 1.06, 1.04),
        Run("sipcodes.finding", "sip", ("-Y", "sipcodes.finding"), SERVER_ERRORS, 1.25, 1.14),
        Run("sipcodes.finding, three hops", "proxies", ("-Y", "sipcodes.finding"), SERVER_ERRORS,
            1.25, 1.14),
        Run("sipcodes.finding, RTP", "media", ("-Y", "sipcodes.finding"), SERVER_ERRORS, 1.25,
            1.14),
        Run("fields code and finding", "sip",
            ("-T", "fields", "-e", "sipcodes.code", "-e", "sipcodes.finding"), CORE_FIELD, 1.20,
            1.12),
        # As the window does when it opens a file: nothing is read yet, and everything may be.
        Run("as a window opens it", "sip", ("-o", "sipcodes.shortcuts:FALSE", *STATISTICS),
            STATISTICS, 1.06, 1.05),
    )


# Bytes a message beyond those of tshark.
MEMORY = (
    ("list of packets", (), (), 0),
    ("sipcodes.class == 5", ("-Y", "sipcodes.class == 5"), SERVER_ERRORS, 0),
    ("sipcodes.finding", ("-Y", "sipcodes.finding"), SERVER_ERRORS, 512),
)
MEMORY_NOISE = 16  # bytes a message between two runs of the same

LUA_SHARE = 0.2
START_MILLISECONDS = 5
GROWTH = 1.3
FEW_CALLS, MANY_CALLS = 100_000, 1_000_000


class Bench:
    def __init__(self, rounds, stage, calls, command):
        self.rounds = rounds
        self.stage = Path(stage)
        self.calls = calls
        self.command = command
        self.failures = []

    def tshark(self, plugins, capture, options, *prefix):
        return [*self.command, "env", f"WIRESHARK_PLUGIN_DIR={self.stage / plugins}", *prefix,
                "tshark", "-n", "-r", str(self.stage / f"{capture}.pcap"), *options]

    def judge(self, what, value, limit, unit=""):
        if value > limit:
            self.failures.append(f"{what}: {value:.3g}{unit}, at most {limit:.3g}{unit}")

    def collected(self, plugins, capture, options):
        done = subprocess.run(
            self.tshark(plugins, capture, options, "valgrind", "--tool=callgrind",
                        "--callgrind-out-file=/dev/null"),
            check=True, capture_output=True, encoding="utf-8")
        return int(re.search(r"Collected : (\d+)", done.stderr)[1])

    def instructions(self, plugins, capture, options):
        """Of all packets of a short capture but the first."""
        return (self.collected(plugins, f"{capture}-short", options)
                - self.collected(plugins, f"{capture}-short", ("-c", "1", *options)))

    def used(self, plugins, capture, options):
        """Processor time in seconds, and peak memory in bytes."""
        process = subprocess.Popen(self.tshark(plugins, capture, options),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise subprocess.CalledProcessError(process.returncode, process.args)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024

    def time_ratio(self, capture, options, bare):
        return statistics.median(
            self.used("plugins", capture, options)[0] / self.used("no-plugins", capture, bare)[0]
            for _ in range(self.rounds))

    def measure_runs(self, version):
        row = "{:30} {:>13} {:>8} {:>7}   {:>8} {:>7}"
        print(row.format("run", "instructions", "ratio", "limit", "time", "limit"))
        for run in runs(version):
            ours = self.instructions("plugins", run.capture, run.options)
            bare = self.instructions("no-plugins", run.capture, run.bare)
            time = self.time_ratio(run.capture, run.options, run.bare)
            print(row.format(run.name, f"{ours - bare:+,}", f"{ours / bare:.3f}",
                             f"{run.instructions:.2f}", f"{time:.3f}", f"{run.time:.2f}"),
                  flush=True)
            self.judge(f"{run.name}, instructions", ours / bare, run.instructions)
            self.judge(f"{run.name}, time", time, run.time)

    def measure_memory(self, messages):
        print("\nbytes a message beyond tshark's own")
        for name, options, bare, limit in MEMORY:
            more = min((self.used("plugins", "sip", options)[1]
                        - self.used("no-plugins", "sip", bare)[1]) / messages for _ in range(2))
            print(f"{name:30} {more:8.0f} {limit:7}", flush=True)
            self.judge(f"{name}, memory", more, limit + MEMORY_NOISE, " bytes a message")

    def measure_start(self):
        spent = [self.used("plugins", "sip-short", ("-c", "1"))[0]
                 - self.used("no-plugins", "sip-short", ("-c", "1"))[0] for _ in range(21)]
        milliseconds = statistics.median(spent) * 1000
        print(f"\nstart of tshark                {milliseconds:8.1f} {START_MILLISECONDS:7} ms")
        self.judge("start", milliseconds, START_MILLISECONDS, " ms")

    def measure_lua(self):
        script = ("-X", f"lua_script:{self.stage / 'three-fields.lua'}")
        core = self.instructions("no-plugins", "sip", SERVER_ERRORS)
        lua = self.instructions("no-plugins", "sip", ("-Y", THREE.format("three"), *script)) - core
        ours = self.instructions("plugins", "sip", ("-Y", THREE.format("sipcodes"))) - core
        print(f"\nthree fields as a filter: {ours:+,} instructions, in Lua {lua:+,}: "
              f"{ours / lua:.2f} of it, at most {LUA_SHARE}")
        self.judge("three fields, of what Lua takes", ours / lua, LUA_SHARE)

    def measure_growth(self):
        few, many = (tuple(map(float, subprocess.run([self.calls, str(count)], check=True,
                                                     capture_output=True).stdout.split()))
                     for count in (FEW_CALLS, MANY_CALLS))
        print(f"\nwithout tshark, findings of {FEW_CALLS:,} and {MANY_CALLS:,} calls: {few[0]:.0f} "
              f"and {many[0]:.0f} ns, {few[1]:.0f} and {many[1]:.0f} bytes a message")
        self.judge("time a message of a million calls, by that of a tenth", many[0] / few[0], GROWTH)
        self.judge("memory a message of a million calls, by that of a tenth", many[1] / few[1],
                   GROWTH)


def version_of(bench):
    line = subprocess.run([*bench.command, "tshark", "--version"], check=True,
                          capture_output=True, encoding="utf-8").stdout
    print(line.splitlines()[0])
    return tuple(map(int, re.search(r"(\d+)\.(\d+)", line).groups()))


def main(rounds, stage, calls, messages, *command):
    bench = Bench(int(rounds), stage, calls, command)
    bench.measure_runs(version_of(bench))
    bench.measure_memory(int(messages))
    bench.measure_start()
    bench.measure_lua()
    bench.measure_growth()
    for failure in bench.failures:
        print(f"bench: {failure}", file=sys.stderr)
    sys.exit(bool(bench.failures))


if __name__ == "__main__":
    main(*sys.argv[1:])
