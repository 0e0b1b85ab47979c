# SPDX-License-Identifier: MIT
"""logins.py - logins on this machine by ssh, each by an sshd of its own that
listens on 127.0.0.1 only, with keys made for the test.
"""
import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from kmaptest.project import end_all

SSHD = "/usr/sbin/sshd"
SEPARATION = Path("/run/sshd")  # root's sshd wants it, and leaves it empty
# SHLVL: bash then reads no ~/.bashrc, which may do anything, and would be
# killed half-way.
SERVER = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/key
AuthorizedKeysFile {folder}/key.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
SetEnv SHLVL=1
"""
CLIENT = """\
Host {name}
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {folder}/key
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known
  StrictHostKeyChecking accept-new
  LogLevel ERROR
"""


def free_port():
    """One that nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Login:
    """One of them: a name for ssh, and what stands behind it."""

    def __init__(self, folder, name):
        self.name = name
        port = free_port()
        (folder / f"{name}.server").write_text(
            SERVER.format(port=port, folder=folder), encoding="utf-8")
        self.client = CLIENT.format(name=name, port=port, folder=folder,
                                    user=getpass.getuser())
        self._sshd = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", folder / f"{name}.server"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=(folder / f"{name}.log").open("w"))
        self._wait_for(port)

    def _wait_for(self, port):
        """Until it listens."""
        for _ in range(50):
            assert self._sshd.poll() is None, "sshd did not start"
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("sshd does not listen")

    def kill(self):
        """It is gone, with all that runs there."""
        end_all(self._sshd.pid)
        self._sshd.wait()


def start(folder, names):
    """Start them; returns them, and how to call ssh to reach them."""
    if os.geteuid() == 0:
        SEPARATION.mkdir(mode=0o755, exist_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                    folder / "key"], check=True, stdin=subprocess.DEVNULL)
    logins = [Login(folder, name) for name in names]
    (folder / "client").write_text("".join(one.client for one in logins),
                                   encoding="utf-8")
    return logins, f"ssh -F {folder}/client"


@contextlib.contextmanager
def started(folder, names):
    """The same, for as long as they are needed."""
    logins, ssh = start(folder, names)
    try:
        yield logins, ssh
    finally:
        for login in logins:
            login.kill()
        forget(names)


def forget(names):
    """What jobs have left at home."""
    for name in names:
        shutil.rmtree(Path.home() / "kmaplab-jobs" / name,
                      ignore_errors=True)
