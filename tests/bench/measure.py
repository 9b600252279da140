"""Compare tshark with and without the plugin: measure.py ROUNDS STAGE COMMAND...

SPDX-License-Identifier: GPL-2.0-or-later

STAGE holds sip.pcap, other.pcap, and the folder no-plugins; COMMAND is what tshark is started
with. Both kinds of runs take turns, so that a machine that gets slower or faster meanwhile does so
for both. What counts is the processor time of the fastest run: nothing makes a run too fast.
"""

import os
import subprocess
import sys

LIMIT = 1.10
CAPTURES = {"sip": "SIP only", "other": "no SIP"}


def processor_time(command):
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user + after.children_system
            - before.children_user - before.children_system)


def ratio(rounds, stage, command, capture):
    tshark = ["tshark", "-n", "-r", f"{stage}/{capture}.pcap"]
    bare = [*command, "env", f"WIRESHARK_PLUGIN_DIR={stage}/no-plugins", *tshark]
    pairs = [(processor_time(bare), processor_time([*command, *tshark])) for _ in range(rounds)]
    without, with_plugin = (min(times) for times in zip(*pairs))
    print(f"{CAPTURES[capture]:9} {with_plugin / without:5.2f}   "
          f"{with_plugin:.2f} s with the plugin, {without:.2f} s without", flush=True)
    return with_plugin / without


def main(rounds, stage, *command):
    ratios = {capture: ratio(int(rounds), stage, command, capture) for capture in CAPTURES}
    if ratios["sip"] > LIMIT:
        sys.exit(f"bench: more than {LIMIT:.2f} times slower on SIP")


if __name__ == "__main__":
    main(*sys.argv[1:])
