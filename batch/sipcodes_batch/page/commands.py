"""Commands that open what an example shows. They may be pasted into bash and zsh.

SPDX-License-Identifier: GPL-2.0-or-later

Nothing from a packet is in them: messages are named by the number of their attempt's first frame.
"""

import shlex

# Files that a command puts together.
FILES = 8
MERGED = "attempt.pcapng"


def quote(word):
    """A word of a command. What cannot be seen is written as bytes."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b"\\'" else f"\\x{byte:02x}"
        for byte in word.encode("utf-8", "surrogateescape")) + "'"


def line(*words):
    return " ".join(map(quote, words))


def opening(files, overlap, frame):
    """Titles and commands that show the attempt whose first message is FRAME of the first of these
    files or, if they OVERLAP, of all of them merged. Nothing if the files are too many."""
    if len(files) > FILES:
        return
    capture = files[0]
    if len(files) > 1:
        capture = MERGED
        yield "Merge first", line("mergecap", *(() if overlap else ("-a",)), "-w", capture, *files)
    only = f"sipcodes.attempt.first_in == {frame}"
    yield "Wireshark", line("wireshark", "-r", capture, "-Y", only, "-g", str(frame))
    yield "Ladder", line("tshark", "-q", "-r", capture, "-z", f"sipcodes,ladder,{only}")
    yield "Packets", line("tshark", "-r", capture, "-2", "-Y", only, "-V")
