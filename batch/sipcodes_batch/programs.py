"""The programs that do the work, and what to install where one is missing.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import os
import shutil
import subprocess

from . import BatchError

PACKAGES = {
    "tshark": "tshark",
    "capinfos": "wireshark-common",
    "editcap": "wireshark-common",
    "mergecap": "wireshark-common",
    "parallel": "parallel",
    "ssh": "openssh-client",
    "rsync": "rsync",
    "sbatch": "slurm-client",
    "psql": "postgresql-client",
}


def need(*names):
    for name in names:
        if shutil.which(name) is None:
            raise BatchError(f"{name} is not installed: apt install {PACKAGES[name]}")


def ask(*command):
    """What a program prints, whatever its exit status."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                          encoding="utf-8", errors="replace", check=False)


def need_gnu_parallel():
    need("parallel")
    if not ask("parallel", "--version").stdout.startswith("GNU parallel"):
        raise BatchError("parallel is not GNU parallel: apt install parallel")


def plugin_masks():
    """True if the preferences of the user say that reports mask addresses."""
    done = subprocess.run(["tshark", "-G", "currentprefs"], capture_output=True, encoding="utf-8",
                          errors="replace", stdin=subprocess.DEVNULL, check=False)
    return "sipcodes.mask_addresses: TRUE" in done.stdout.split("\n")


def plugin_version():
    """The version of the plugin that tshark loads."""
    need("tshark")
    for line in ask("tshark", "-G", "plugins").stdout.splitlines():
        name, _, rest = line.partition("\t")
        if name.strip() == "sipcodes.so":
            return rest.split("\t")[0].strip()
    if os.geteuid() == 0:
        raise BatchError("tshark does not load the plugin sipcodes. Started as root, it ignores "
                         "personal plugins: install the plugin for all users, or run this as "
                         "an ordinary user")
    raise BatchError("tshark does not load the plugin sipcodes: see docs/install.md")


def versions():
    """Of the plugin and of tshark: what all hosts that run units of a plan must have the same of."""
    plugin, said = plugin_version(), ask("tshark", "--version").stdout
    return plugin, said.partition(")")[2].split()[0].rstrip(".")


def named(found):
    """Of versions()."""
    return " with tshark ".join(found)
