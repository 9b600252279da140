"""Runs of tshark with the plugin of one build folder, and with nothing else of the machine's.

SPDX-License-Identifier: GPL-2.0-or-later

Started as root, tshark ignores WIRESHARK_PLUGIN_DIR without a word, and a test that expects nothing
would pass. So root is dropped, and because the user that is left may not be able to read the
project's folder, plugin, profile and captures are copied to one that everybody can read; a capture
when it is asked for.
"""

import atexit
import functools
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("SIPCODES_BUILD", ROOT / "build" / "dev"))
# The plugin may be another build's. tshark is the first in PATH.
PLUGINS = Path(os.environ.get("SIPCODES_PLUGINS", BUILD / "plugins"))
PCAPS = ROOT / "pcaps"
RECIPES = PCAPS / "make"
SUFFIXES = (".pcapng", ".pcap", ".cap")

# Every run is made twice: what a plugin shows in one pass it can lose in the other.
PASSES = {"one pass": (), "two passes": ("-2",)}

# Between several values of one field. No text holds it: the plugin shows no control characters.
SEPARATOR = "\x1f"

BOOLEANS = ("sipcodes.registered", "sipcodes.fragment")

UNPRIVILEGED = 65534
DROP_ROOT = (
    {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {})


@functools.cache
def stage():
    """The folder that everybody can read. Removed at the end of the program."""
    folder = Path(tempfile.mkdtemp(prefix="sipcodes.", dir="/tmp"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(PLUGINS, folder / "plugins")
    shutil.copytree(ROOT / "plugin" / "profile", folder / "config" / "profiles" / "sipcodes")
    (folder / "no-plugins").mkdir()
    (folder / "home").mkdir()
    if DROP_ROOT:
        os.chown(folder / "home", UNPRIVILEGED, UNPRIVILEGED)
    open_to_all(folder)
    return folder


@functools.cache
def catalog():
    """The rows of the plugin's catalog, by their kind: see docs/generate/catalog.py."""
    sys.path.append(str(ROOT / "docs" / "generate"))
    return importlib.import_module("catalog").read(BUILD / "docs" / "generate" / "catalog_dump")


def open_to_all(path):
    """Lets everybody read a file, or a folder and what is below."""
    for entry in (path, *path.rglob("*")):
        entry.chmod(entry.stat().st_mode | (0o555 if entry.is_dir() else 0o444))


def environment(plugins="plugins", **more):
    """What tshark is started with; PLUGINS is a folder of the stage or any other."""
    return {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "HOME": str(stage() / "home"),
        "WIRESHARK_PLUGIN_DIR": str(stage() / plugins),
        **more,
    }


def run(*command, env=None, stdout=subprocess.PIPE):
    """What a command prints. To fail, or to say a word on standard error, is an error."""
    command = [str(word) for word in command]
    done = subprocess.run(command, env=env or environment(), stdout=stdout, stderr=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, encoding="utf-8", check=False, **DROP_ROOT)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"{' '.join(command)}\nexit status {done.returncode}\n{done.stderr}")
    return done.stdout


def tshark(*options, **more):
    return run("tshark", *options, **more)


def captures():
    """The captures of the project, by their path below pcaps/."""
    return sorted(str(path.relative_to(PCAPS)) for path in PCAPS.rglob("*")
                  if path.suffix in SUFFIXES and RECIPES not in path.parents)


def named(names):
    """The captures of these names: their path below pcaps/, with the suffix or without."""
    known = {name: capture for capture in captures()
             for name in (capture, str(Path(capture).with_suffix("")))}
    if unknown := sorted(set(names) - set(known)):
        raise LookupError(f"no such capture below pcaps/: {', '.join(unknown)}")
    return [known[name] for name in names]


@functools.cache
def staged(capture):
    """A capture in the stage."""
    copy = stage() / "pcaps" / capture
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(PCAPS / capture, copy)
    open_to_all(stage() / "pcaps")
    return copy


def values(name, cell):
    """The values in a cell of tshark's field output; booleans are 1 or 0 in every version."""
    found = cell.split(SEPARATOR) if cell else []
    return [str(int(value in ("1", "True"))) for value in found] if name in BOOLEANS else found


@functools.cache
def doubles_backslashes():
    """Whether this tshark writes a backslash in its field output twice. Those that do have an
    option for other escapes; it does not switch this one off."""
    done = subprocess.run(["tshark", "-r", staged(captures()[0]), "-c", "1", "-T", "fields",
                           "-e", "frame.number", "-E", "escape=n"], env=environment(),
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          stdin=subprocess.DEVNULL, check=False, **DROP_ROOT)
    return done.returncode == 0


def fields(path, names, *options, **more):
    """A list for each frame, with the list of values of each field."""
    wanted = [word for name in names for word in ("-e", name)]
    output = tshark("-r", path, *options, "-T", "fields", "-E", "occurrence=a",
                    "-E", f"aggregator={SEPARATOR}", *wanted, **more)
    if doubles_backslashes():
        output = output.replace("\\\\", "\\")
    return [[values(name, cell) for name, cell in zip(names, line.split("\t"), strict=True)]
            for line in output.split("\n") if line]


def finding_something(path, conditions, *options, **more):
    """Those of the filters that find a frame, all asked in a single run."""
    output = tshark("-q", "-r", path, *options, *(word for condition in conditions
                                                  for word in ("-z", f"io,phs,{condition}")), **more)
    answers = [answer.partition("\n") for answer in output.split("\nFilter: ")[1:]]
    return {condition for condition, _, protocols in answers if "frames:" in protocols}


def packets(path, *options, **more):
    """The frames of a capture as PDML elements."""
    document = tshark("-r", path, *options, "-T", "pdml", **more)
    return ElementTree.fromstring(document).iterfind("packet")


def frame_number(packet):
    return int(packet.find("proto[@name='geninfo']/field[@name='num']").get("show"))


def items(packet, protocol="sipcodes"):
    """The items of a protocol in a frame, each as a dictionary of its fields' values and the label
    that it has in the window."""
    for proto in packet.iter("proto"):
        if proto.get("name") == protocol:
            item = {"label": proto.get("showname", "")}
            for field in proto.iter("field"):
                value = values(field.get("name"), field.get("show", "")) or [""]
                item.setdefault(field.get("name"), []).extend(value)
            yield item


def joined(name, paths):
    """A capture in the stage that holds others one after the other."""
    joint = stage() / name
    subprocess.run(["mergecap", "-a", "-w", joint, *paths], check=True)
    open_to_all(joint)
    return joint


@functools.cache
def all_captures():
    """All captures as a single one, to ask something of all at once."""
    return joined("all.pcapng", map(staged, captures()))
