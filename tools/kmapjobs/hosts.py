# SPDX-License-Identifier: MIT
"""hosts.py - other machines that run jobs: each gets the sources, is asked for
the packages, and builds what the jobs need.

A host is what ssh takes for one: its name, or one from ~/.ssh/config, where
everything that is special about it belongs. ":" is this machine. The sources go
to ~/kmaplab-jobs/HOST; what is built there stays, for the next time.
PARALLEL_SSH="ssh -F FILE" is another way to call ssh, as for GNU parallel.
"""
import os
import shlex
import subprocess

HERE = ":"
LIMIT = 1800  # seconds for a host to get ready
PATIENT = ("-o", "BatchMode=yes", "-o", "ConnectTimeout=10",
           "-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3")


def ssh():
    """The command to log in with. A host that is gone is noticed in time."""
    return shlex.split(os.environ.get("PARALLEL_SSH", "ssh")) + list(PATIENT)


def place_of(host):
    """Where the sources are on it, from the home folder."""
    return f"kmaplab-jobs/{host}"


def _receive(host, groups, prepare):
    """What a host does with the sources on its standard input. Files that are
    gone here must not stay there; what is built there stays."""
    steps = [f"mkdir -p {place_of(host)}", f"cd {place_of(host)}",
             "find . -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +",
             "tar -xf -"]
    steps.append(f"tools/setup.sh --check {' '.join([*groups, 'jobs'])}")
    return " && ".join([*steps, *(f"{{ {command}; }}" for command in
                                  prepare)])


def _send(root, host, command, extra):
    """Start sending; what the host says of it comes from its stdout. Names of
    sources begin with a dot; what is sent besides goes to build/."""
    packed = ["tar", "-C", root, "-cf", "-", "--exclude=./build",
              "--exclude=./.git", "--exclude=__pycache__",
              "--transform=s,^[^.],build/&,", "."]
    for folder, name in extra:
        packed += ["-C", folder, name]
    script = f"{shlex.join(packed)} | {shlex.join([*ssh(), host, command])}"
    return subprocess.Popen(["sh", "-c", script], text=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT)


def ready(root, hosts, groups, prepare, extra=()):
    """Make all of them ready, at once; returns those that are, and for the
    others {host: what went wrong}. `extra`: (folder, name) of files that go to
    build/ there, by that name."""
    sending = {host: _send(root, host, _receive(host, groups, prepare), extra)
               for host in hosts if host != HERE}
    wrong = {}
    for host, process in sending.items():
        try:
            said, _ = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            said = f"not ready after {LIMIT} s"
        if process.returncode:
            wrong[host] = said.strip() or "no word from it"
    return [host for host in hosts if host not in wrong], wrong
