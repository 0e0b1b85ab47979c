# SPDX-License-Identifier: MIT
"""spread.py - run a list of command lines as jobs of GNU parallel, which does
all of the scheduling.

A job is a command line for sh, run from the sources' root. What it prints is
its result. $PARALLEL_JOBSLOT is a number that no other job has at the same time
on the same machine. If a run is interrupted, the next one of the same list
goes on from there, as long as the tag is the same: it stands for what the jobs
depend on.
"""
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from kmapjobs import hosts as machines
from kmapjobs.folder import Folder

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
TRIES = 3  # where hosts may go away; here, a job that fails has failed


class NotStarted(Exception):
    """There is nothing to run the jobs on."""


@dataclass
class Plan:
    """What to run, and how."""
    folder: str             # for the results
    commands: list
    limit: int              # seconds for each job
    jobs: str = "100%"      # at a time on each machine; 100%: one a processor
    hosts: list = field(default_factory=list)  # none: this machine
    groups: list = field(default_factory=list)  # packages, packages.txt
    prepare: list = field(default_factory=list)  # commands, once on each host
    extra: list = field(default_factory=list)  # to send besides: hosts.ready()
    tag: str = ""
    again: bool = True  # whether a list that was run to its end is run again


def _command(plan, folder, hosts):
    """GNU parallel's command line. It finds each job's folder on its host by
    the name that the host has here."""
    place = machines.place_of('"$PARALLEL_SSHLOGIN"')
    words = ["parallel", "--will-cite", "--jobs", plan.jobs,
             "--joblog", folder.file("joblog"), "--resume-failed",
             "--timeout", str(plan.limit), "--term-seq", "TERM,5000,KILL,25",
             "--results", folder.file("out/{#}"), "--files"]
    if not hosts:
        return words + ["eval {}"]
    return words + [
        "--sshlogin", ",".join(hosts), "--ssh", " ".join(machines.ssh()),
        "--retries", str(TRIES),
        f'if [ "$PARALLEL_SSHHOST" != : ]; then cd {place}; fi && eval {{}}']


def _left(begun, ended, left):
    """About how long the rest will take."""
    minutes = (time.monotonic() - begun) / ended * left / 60
    return f", about {minutes:.0f} min left" if left and minutes > 1 else ""


def _follow(process, folder, say):
    """A line for each job that ends. Parallel prints one, too, and a moment
    later it is in the log."""
    begun = time.monotonic()
    told = {d.number for d in folder.results() if d.is_good}
    before, total = len(told), len(folder.commands)
    line = "to begin with"
    while line:
        line = process.stdout.readline()
        for done in folder.results():
            if done.number not in told:
                told.add(done.number)
                left = _left(begun, len(told) - before, total - len(told))
                print(f"[{len(told)}/{total}{left}] {say(done)}", flush=True)


def _end(process):
    """End GNU parallel, and so its jobs. If it were told to while it starts a
    job, it would forget that one: first it has to start no more."""
    process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    process.terminate()


def _get_ready(plan):
    """The hosts that can be used. None: there are none, it runs here."""
    if not shutil.which("parallel"):
        raise NotStarted("there is no GNU parallel: tools/setup.sh jobs")
    if not plan.hosts:
        return []
    print(f"sending the sources to {', '.join(plan.hosts)}", flush=True)
    hosts, wrong = machines.ready(ROOT, plan.hosts, plan.groups, plan.prepare,
                                  plan.extra)
    for host, why in wrong.items():
        print(f"{host} is left out: {why}", file=sys.stderr, flush=True)
    if not hosts:
        raise NotStarted("none of the hosts can be used")
    return hosts


def run(plan, say=lambda done: f"{done.command}: {done.how()}"):
    """Run what has not been run; returns what became of all, in the list's
    order. `say` puts one that has ended into words."""
    folder = Folder(plan.folder, plan.commands, plan.tag)
    hosts = _get_ready(plan)
    skipped = folder.open(plan.again)
    if skipped:
        print(f"{skipped} of {len(plan.commands)} were done by the last run",
              flush=True)
    with subprocess.Popen(_command(plan, folder, hosts), cwd=ROOT, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          start_new_session=True) as process:
        process.stdin.write("".join(f"{c}\n" for c in plan.commands))
        process.stdin.close()
        try:
            _follow(process, folder, say)
        except KeyboardInterrupt:
            _end(process)
            raise
    return folder.results()
