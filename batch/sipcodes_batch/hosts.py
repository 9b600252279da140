"""Hosts that GNU parallel reaches over ssh.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import concurrent.futures
from pathlib import Path

from . import BatchError, programs

# A host that dies without a word is given up after 15 s.
SSH = ("ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 "
       "-o ServerAliveCountMax=3")


def read(path):
    """The hosts of a file, as GNU parallel's --sshloginfile has them."""
    try:
        lines = [line.strip() for line in Path(path).read_text().split("\n")]
    except OSError as error:
        raise BatchError(f"{path}: {error.strerror}") from None
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise BatchError(f"{path} names no host")
    return found


def check(path, version, transfer):
    """All hosts must have this program, and plugin and tshark in the versions of the plan."""
    programs.need("ssh", *(("rsync",) if transfer else ()))
    found = read(path)
    if transfer and any(host.rpartition("/")[2] == ":" for host in found):
        raise BatchError("--transfer is to other hosts: leave out the line with a colon")
    with concurrent.futures.ThreadPoolExecutor(max_workers=16) as pool:
        wrong = list(filter(None, pool.map(lambda host: _wrong(host, version, transfer), found)))
    if wrong:
        raise BatchError("\nsipcodes-batch: ".join(wrong))


def _wrong(host, version, transfer):
    done = programs.ask("parallel", "--will-cite", "--nonall", "--ssh", SSH, "--sshlogin", host,
                        "sipcodes-batch --version" + (" && rsync --version" if transfer else ""))
    said = done.stdout.split("\n")[0].strip()
    if said and said != version:
        return f"{host}: has sipcodes {said}, not {version}: install the same"
    if done.returncode != 0:
        words = done.stderr.strip().split("\n")[-1] or f"exit status {done.returncode}"
        return f"{host}: cannot run sipcodes-batch{' and rsync' * transfer}: {words}"
    return None
