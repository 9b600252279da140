"""Commands that open what an example shows. They may be pasted into bash and zsh.

SPDX-License-Identifier: GPL-2.0-or-later

Nothing from a packet is in them: messages are named by the number of their attempt's first frame.
"""

import itertools
import shlex

# Files that a command puts together, so that the page stays small. mergecap opens them all at once.
FILES = 100
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


def _names(files):
    """Words for these files, in their order: what lies in one folder, one after the other, as
    FOLDER/{NAME,NAME}."""
    for folder, paths in itertools.groupby(files, lambda path: path.rpartition("/")[0]):
        names = [path.rpartition("/")[2] for path in paths]
        if len(names) == 1:
            yield quote(f"{folder}/{names[0]}")
        else:
            yield quote(f"{folder}/") + "{" + ",".join(
                f"'{name}'" if quote(name) == name and "," in name else quote(name) for name in names) + "}"


def opening(files, overlap, frame):
    """Titles and commands that show the attempt whose first message is FRAME of the first of these
    files or, if they OVERLAP, of all of them merged. Nothing if the files are too many."""
    if len(files) > FILES:
        return
    capture = files[0]
    if len(files) > 1:
        capture = MERGED
        yield "Merge first", " ".join((
            line("mergecap", *(() if overlap else ("-a",)), "-w", capture), *_names(files)))
    only = f"sipcodes.attempt.first_in == {frame}"
    yield "Wireshark", line("wireshark", "-r", capture, "-Y", only, "-g", str(frame))
    yield "Ladder", line("tshark", "-q", "-r", capture, "-z", f"sipcodes,ladder,{only}")
    yield "Packets", line("tshark", "-r", capture, "-2", "-Y", only, "-V")
