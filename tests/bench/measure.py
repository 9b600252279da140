"""Compare tshark with and without the plugin: measure.py ROUNDS STAGE COMMAND...

SPDX-License-Identifier: GPL-2.0-or-later

STAGE holds the captures and one folder of plugins for each kind of run; COMMAND is what tshark is
started with. The kinds take turns, so that a machine that gets slower or faster meanwhile does so
for all. What counts is the processor time of the fastest run: nothing makes a run too fast.
"""

import os
import subprocess
import sys

LIMIT = 1.10  # of "with", for captures of SIP
CAPTURES = {"sip": "SIP only", "servers": "SIP of real servers", "other": "no SIP"}
KINDS = ("no-plugins", "want-sip", "plugins")


def processor_time(command):
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user + after.children_system
            - before.children_user - before.children_system)


def fastest(rounds, stage, command, capture):
    def run(kind):
        return processor_time([*command, "env", f"WIRESHARK_PLUGIN_DIR={stage}/{kind}",
                               "tshark", "-n", "-r", f"{stage}/{capture}.pcap"])

    return [min(times) for times in zip(*([run(kind) for kind in KINDS] for _ in range(rounds)))]


def main(rounds, stage, *command):
    row = "{:19}  {:>7}  {:>8}  {:>8}  {:>7}"
    print(row.format("capture", "without", "host's", "with", "ours"))
    worst = 0
    for capture, name in CAPTURES.items():
        bare, host, whole = fastest(int(rounds), stage, command, capture)
        if capture != "other":
            worst = max(worst, whole / bare)
        print(row.format(name, f"{bare:.2f} s", f"{host / bare:.2f}", f"{whole / bare:.2f}",
                         f"{whole / host:.2f}"), flush=True)
    if worst > LIMIT:
        sys.exit(f"bench: more than {LIMIT:.2f} times slower on SIP")


if __name__ == "__main__":
    main(*sys.argv[1:])
