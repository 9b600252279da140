"""Machines of namespaces: a network, processes and users of their own, on one kernel. Needs root.

SPDX-License-Identifier: GPL-2.0-or-later

All traffic is on links between the namespaces. A machine ends with all its processes when the process
that holds it is killed, and that when the test ends.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from stage import DROP_ROOT, environment

USER = DROP_ROOT.get("user")
PASSWD = "root:x:0:0::/root:/bin/sh\nsshd:x:101:65534::/run/sshd:/usr/sbin/nologin\n"


class Machine:
    def __init__(self, test, name, hidden=()):
        """HIDDEN are folders that are empty on this machine."""
        self.folder = Path(tempfile.mkdtemp(prefix="sipcodes.", dir="/tmp"))
        test.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o755)
        self.home = self.folder / "home"
        self.home.mkdir()
        os.chown(self.home, USER, USER)
        (self.folder / "passwd").write_text(PASSWD + f"user:x:{USER}:{USER}::{self.home}:/bin/sh\n")
        mounts = [f"mount --bind {self.folder}/passwd /etc/passwd", "mount -t tmpfs tmpfs /run",
                  "mkdir -m 755 /run/sshd", *(f"mount -t tmpfs tmpfs {path}" for path in hidden)]
        self.holder = subprocess.Popen(
            ["unshare", "--net", "--mount", "--uts", "--pid", "--fork", "--kill-child",
             "--mount-proc", "sh", "-ec", "\n".join([
                 f"hostname {name}", "ip link set lo up", *mounts, "echo ready",
                 "exec sleep 3600"])], stdout=subprocess.PIPE, encoding="utf-8")
        test.addCleanup(self.end)
        assert self.holder.stdout.readline() == "ready\n"
        children = Path(f"/proc/{self.holder.pid}/task/{self.holder.pid}/children").read_text()
        self.first = children.split()[0]

    def end(self):
        self.holder.send_signal(signal.SIGKILL)
        self.holder.wait()
        self.holder.stdout.close()

    def inside(self, *command, root=False):
        """A command line that runs in here."""
        drop = () if root else ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups")
        return ["nsenter", "--target", self.first, "--net", "--mount", "--uts", "--pid", *drop,
                *map(str, command)]

    def run(self, *command, root=True, **more):
        done = subprocess.run(self.inside(*command, root=root), encoding="utf-8",
                              stdin=subprocess.DEVNULL, capture_output=True, check=False, **more)
        assert done.returncode == 0, (command, done.stderr)
        return done.stdout

    def connect(self, other, network):
        """A link to another machine: 10.99.NETWORK.1 is this one, and .2 the other."""
        subprocess.run(["nsenter", "--target", self.first, "--net", "ip", "link", "add",
                        f"to{network}", "type", "veth", "peer", "name", "eth0", "netns",
                        other.first], check=True)
        for machine, link, number in ((self, f"to{network}", 1), (other, "eth0", 2)):
            machine.run("ip", "address", "add", f"10.99.{network}.{number}/24", "dev", link)
            machine.run("ip", "link", "set", link, "up")
        return f"10.99.{network}.2"

    def serve_ssh(self, key, programs):
        """An ssh server that lets the user in with the public KEY, and finds PROGRAMS."""
        host_key = self.folder / "host_key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host_key], check=True)
        (self.folder / "sshd_config").write_text(
            f"HostKey {host_key}\nAuthorizedKeysFile {key}\nStrictModes no\nUsePAM no\n"
            f"PidFile none\nSetEnv PATH={programs}:/usr/local/bin:/usr/bin:/bin\n"
            "PasswordAuthentication no\nMaxStartups 100\n")
        self.run("/usr/sbin/sshd", "-f", self.folder / "sshd_config", "-E", self.folder / "log")

    def ssh_key(self):
        """Makes a key of the user; the path of its public half."""
        folder = self.home / ".ssh"
        folder.mkdir(mode=0o700)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "id_ed25519"],
                       check=True)
        (folder / "config").write_text("StrictHostKeyChecking no\nUserKnownHostsFile /dev/null\n"
                                       "LogLevel ERROR\n")
        for path in (folder, *folder.iterdir()):
            os.chown(path, USER, USER)
        public = self.folder / "key.pub"
        public.write_text((folder / "id_ed25519.pub").read_text())
        public.chmod(0o644)
        return public
