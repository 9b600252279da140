"""What the tests of sipcodes-batch share: a folder, the program in it, and what it says.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import contextlib
import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tshark"))
from harness import DROP_ROOT, PCAPS, ROOT, environment, open_to_all, run, stage  # noqa: E402,F401

sys.path.insert(0, str(HERE.parent / "bench"))
import packets  # noqa: E402,F401

SAMPLE = PCAPS / "sample.pcapng"
# Frames are numbered by the files that are read together.
_FRAMES = re.compile(r"\bframes? \d+")


def folder(test):
    """A folder that the user who runs tshark may write to; removed after the test, or
    after the tests of a class."""
    made = Path(tempfile.mkdtemp(prefix="sipcodes.", dir="/tmp"))
    cleanup = test.addClassCleanup if isinstance(test, type) else test.addCleanup
    cleanup(shutil.rmtree, made, ignore_errors=True)
    shutil.copytree(ROOT / "batch", made / "program")
    if DROP_ROOT:
        os.chown(made, DROP_ROOT["user"], DROP_ROOT["group"])
    open_to_all(made)
    return made


def command(made, *words):
    return ["python3", "-B", str(made / "program" / "sipcodes-batch"), "--out",
            str(made / "out"), *map(str, words)]


def batch(made, *words, **more):
    """MORE is for the environment."""
    open_to_all(made)
    return subprocess.run(command(made, *words), env=environment() | more, encoding="utf-8",
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, **DROP_ROOT)


def shell(made, line):
    """What a command does that was pasted into bash."""
    return subprocess.run(["bash", "-c", line], env=environment(), cwd=made, encoding="utf-8",
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, **DROP_ROOT)


def query(made, words):
    """What the database answers."""
    with contextlib.closing(sqlite3.connect(made / "out" / "sipcodes.sqlite")) as database:
        return database.execute(words).fetchall()


def units_of_plan(made):
    """The units, as the plan has them; none before it is made."""
    path = made / "out" / "plan.sqlite"
    if not path.exists() or path.stat().st_size == 0:
        return []
    with contextlib.closing(sqlite3.connect(path)) as plan:
        return [json.loads(text) for text, in plan.execute("SELECT unit FROM units")]


def dump(made):
    """All rows of the database."""
    return {name: sorted(map(repr, query(made, f"SELECT * FROM {name}")))
            for name in ("captures", "holes", "units", "attempts", "findings", "causes")}


# A capture of seven minutes in which attempts overlap, and all borders of files cut some.
TURNS, STEP = 60, 7


def dense(turns, path, step=2):
    """A capture of so many times 16 attempts, 8 of them calls, each so many seconds."""
    subprocess.run([sys.executable, "-B", str(HERE / "dense.py"), str(turns), str(step), str(path),
                    str(SAMPLE)], check=True)


def cut(whole, files, target):
    """Cuts a capture into so many files, about equal in packets."""
    target.mkdir()
    packets = int(run("capinfos", "-T", "-r", "-M", "-c", whole).split("\t")[1])
    subprocess.run(["editcap", "-F", "pcap", "-c", str(-(-packets // files)), str(whole),
                    str(target / "ring.pcap")], check=True)


def facts(lines):
    """How often each attempt is there, with all that is said of it but for numbers of frames."""
    found = Counter()
    for line in lines:
        row = json.loads(line)
        if row["type"] == "attempt":
            for name in ("frame", "final_frame"):
                row.pop(name, None)
            for message in row.get("messages", ()):
                del message["frame"]
            for finding in row["findings"]:
                finding["evidence"] = len(finding["evidence"])
            found[_FRAMES.sub("frame", json.dumps(row, sort_keys=True))] += 1
    return found


def of_whole(made, capture, condition=""):
    open_to_all(made)
    said = run("tshark", "-q", "-r", capture, "-z", f"sipcodes,json{condition and ','}{condition}")
    return facts(filter(None, said.split("\n")))


def of_units(made):
    found = Counter()
    for path in (made / "out" / "units").glob("*.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += facts(lines)
    return found
