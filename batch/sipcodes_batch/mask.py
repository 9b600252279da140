"""Masked names of hosts.

SPDX-License-Identifier: GPL-2.0-or-later

tshark numbers the hosts of each run, so that host-1 of one unit is another one than host-1 of the next.
With a key they have one name in all units. The key stays in the folder of the results: who has it
can find out the addresses.
"""

import hashlib
import os
import secrets
from pathlib import Path

from . import BatchError

NAME = "mask.key"


def fingerprint(out):
    """Of the key in the folder OUT, which is made unless it is there. Tells nothing of the key."""
    path = Path(out) / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w",
                  encoding="ascii") as file:
            file.write(secrets.token_hex(16))
    except FileExistsError:
        pass
    return _digest(path.read_text(encoding="ascii"))


def preferences(out, wanted):
    """Options of tshark. WANTED is the fingerprint of the key, "" if nothing is masked."""
    if not wanted:
        return ()
    try:
        key = (Path(out) / NAME).read_text(encoding="ascii")
    except FileNotFoundError:
        key = ""
    if _digest(key) != wanted:
        raise BatchError(f"{out} does not have the {NAME} of the plan: make the plan again")
    return "-o", "sipcodes.mask_addresses:TRUE", "-o", f"sipcodes.mask_key:{key}"


def _digest(key):
    return hashlib.sha256(key.encode()).hexdigest()[:12]
