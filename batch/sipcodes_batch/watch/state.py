"""What a watch has come to, as a file that is replaced whole.

SPDX-License-Identifier: GPL-2.0-or-later

The result of an interval is counted in three steps: what is about to be written is stored, events are
written, and counters with the new `done` are stored. A run that is killed between them goes on there.
"""

import fcntl
import gzip
import json
import os
from pathlib import Path

from .. import BatchError
from ..folder import result_of, store
from . import events
from .metrics import Counters

NAME = "state.json"
FORMAT = 1


def lock(out):
    """For as long as the program runs."""
    Path(out).mkdir(parents=True, exist_ok=True)
    file = os.open(Path(out) / "lock", os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BatchError(f"another watch writes to {out}") from None


class State:
    def __init__(self, out, options):
        """OPTIONS are those that must stay as they are, or something would be counted twice."""
        self._out = out
        self._options = options
        kept = self._kept()
        if kept.get("options", options) != options:
            raise BatchError("--point and --filter must stay as they were: use another --out")
        # By point: up to when all is counted, in nanoseconds.
        self.done = kept.get("done", {})
        # By prefix of dumpcap's names: the last number.
        self.numbers = kept.get("numbers", {})
        self.rows = kept.get("rows", [])
        self.counters = Counters(kept.get("counters", ()))
        self._writing = kept.get("writing")

    def _kept(self):
        path = Path(self._out) / NAME
        try:
            kept = json.loads(path.read_bytes())
        except FileNotFoundError:
            return {}
        except ValueError:
            kept = {}
        if kept.get("format") != FORMAT:
            raise BatchError(f"{path} is not of this version: use another --out")
        return kept

    def store(self):
        store(Path(self._out) / NAME, json.dumps({
            "format": FORMAT, "options": self._options, "done": self.done, "numbers": self.numbers, "rows": self.rows,
            "counters": self.counters.kept(), "writing": self._writing}).encode())

    def count(self, unit, path):
        """Takes over the result of a unit, if there is one; all before its end is judged then. PATH is
        of the events."""
        self._writing = {"unit": unit["id"], "point": unit["point"], "done": unit["end"],
                         "end": events.end_of(path)}
        self.store()
        self.resume(path)

    def resume(self, path):
        """What was begun is brought to its end."""
        writing, self._writing = self._writing, None
        if writing is None:
            self._clear()
            return
        result = result_of(self._out, writing["unit"])
        if result.exists():
            events.append(path, self._add(result), writing["end"])
        self.done[writing["point"]] = writing["done"]
        self.store()
        self._clear()

    def _clear(self):
        for path in result_of(self._out, "any").parent.glob("*"):
            path.unlink()

    def _add(self, result):
        """Counts a result. Returns the lines of its events."""
        unit, found = {}, []
        with gzip.open(result, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["type"] == "unit":
                    unit = row
                elif row["type"] == "attempt":
                    self.counters.add_attempt(unit["point"], row)
                    if events.fails(row):
                        found.append(events.of(unit, row))
        return found
