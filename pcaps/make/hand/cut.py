#!/usr/bin/env python3
"""Cut a capture, as a capture is cut that starts late, ends early or loses a packet.

cut.py IN.pcapng [OPTION...] OUT.pcapng. TEXT is found in the bytes of a packet.
"""

import argparse
import dataclasses
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from pcapng import read, write


def first(packets, text):
    for at, packet in enumerate(packets):
        if text.encode() in packet.data:
            return at
    raise SystemExit(f"no packet holds {text!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source")
    parser.add_argument("--after", metavar="TEXT", help="begin after the first packet with TEXT")
    parser.add_argument("--before", metavar="TEXT", help="end before the first packet with TEXT")
    parser.add_argument("--without", metavar="TEXT", action="append", default=[],
                        help="leave out the first packet with TEXT")
    parser.add_argument("--later", nargs=2, metavar=("TEXT", "SECONDS"), action="append", default=[],
                        help="the first packet with TEXT and all that follow are so much later")
    parser.add_argument("out")
    options = parser.parse_args()
    packets = read(options.source)
    if options.after:
        packets = packets[first(packets, options.after) + 1:]
    if options.before:
        packets = packets[:first(packets, options.before)]
    for text in options.without:
        del packets[first(packets, text)]
    for text, seconds in options.later:
        at = first(packets, text)
        packets[at:] = [dataclasses.replace(p, seconds=p.seconds + float(seconds))
                        for p in packets[at:]]
    write(options.out, packets)


if __name__ == "__main__":
    main()
