#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""runner.py - the runner itself: emulators that do not start, time limits,
Ctrl-C, and nothing left behind."""
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import KERNEL, ROOT, RUN, Tap, call, out_dir, read

OUT = out_dir("runner")
BASE = [*RUN, "--kernel", KERNEL, "--out", OUT, "--cpus", "1",
        "--mem", "512M", "--quiet", "--no-report"]


def not_started(tap):
    """Exit status 6, and why."""
    for name, options, text in (
            ("no such emulator", ["--program", "no-such-qemu"],
             "no program no-such-qemu"),
            ("no such processor", ["--cpu", "no-such-cpu"],
             "unable to find CPU model"),
            ("no such option", ["--qemu=-no-such-option"],
             "invalid option"),
            ("too much memory", ["--mem", "4000000G"], "did not start"),
            ("no kernel", ["--kernel", "no-such-kernel"],
             "no-such-kernel"),
            ("no image", ["--image", "no-such.iso", "--media", "cd"],
             "no-such.iso"),
            ("no Bochs", ["--emulator", "bochs", "--program", "no-such-bochs",
                          "--image", KERNEL], "no program no-such-bochs"),
            ("a program that is no emulator", ["--program", "/bin/false"],
             "did not start")):
        done = call([*BASE, *options])
        tap.equal(done.returncode, 6, f"{name}: exit status 6")
        tap.is_in(text, done.stdout, f"{name}: says so")


def old_records(tap):
    """What an earlier run left is not taken for this one's."""
    with open(os.path.join(OUT, "results.jsonl"), "w",
              encoding="utf-8") as file:
        file.write('{"v":1,"kind":"end","status":"ok","passed":1,'
                   '"failed":0,"skipped":0}\n')
    call([*BASE, "--cpu", "no-such-cpu"])
    tap.equal(read(OUT, "results.jsonl"), "", "old records are gone")


def limits(tap):
    """A run that takes too long ends, with an explanation."""
    done = call([*BASE, "--timeout", "2", "run=shell"])
    tap.equal(done.returncode, 4, "time limit: exit status 4")
    tap.is_in("not done after 2 s", done.stdout, "time limit: says so")
    tap.is_in("CPU 0, interrupts", done.stdout,
              "time limit: asks what the CPUs do")


def children_of(pid):
    """Process ids."""
    return [int(p) for p in os.listdir("/proc") if p.isdigit()
            and f"\nPPid:\t{pid}\n" in read(f"/proc/{p}/status")]


def is_alive(pid):
    return os.path.exists(f"/proc/{pid}") and \
        "State:\tZ" not in read(f"/proc/{pid}/status")


def interrupted(tap, number, name):
    """Ctrl-C or worse: no emulator stays, and no temporary files."""
    before = set(os.listdir("/tmp"))
    os.remove(os.path.join(OUT, "console.log"))
    with subprocess.Popen([*BASE, "run=shell"], cwd=ROOT,
                          stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as runner:
        deadline = time.monotonic() + 20
        while "kmaplab>" not in read(OUT, "console.log") \
                and time.monotonic() < deadline:
            time.sleep(0.05)
        emulators = children_of(runner.pid)
        runner.send_signal(number)
        runner.wait(10)
    time.sleep(0.2)
    tap.equal(len(emulators), 1, f"{name}: there was an emulator")
    tap.ok(not any(map(is_alive, emulators)), f"{name}: it is gone")
    if number != signal.SIGKILL:
        tap.equal(runner.returncode, 130, f"{name}: exit status 130")
        mine = [f for f in set(os.listdir("/tmp")) - before
                if f.startswith("kmaplab-")]
        # Other tests make such files at the same time; they go as well.
        deadline = time.monotonic() + 60
        while any(os.path.exists(f"/tmp/{f}") for f in mine) \
                and time.monotonic() < deadline:
            time.sleep(0.2)
        tap.ok(not any(os.path.exists(f"/tmp/{f}") for f in mine),
               f"{name}: no files stay", mine)


def kvm(tap):
    """Where KVM cannot do it the runner says so, and does nothing else."""
    done = call([*BASE, "--accel", "kvm", "run=tests"])
    if done.returncode == 0:
        tap.is_in('"platform":"kvm"', read(OUT, "results.jsonl"),
                  "kvm: runs on KVM")
        return
    tap.equal(done.returncode, 6, "kvm: exit status 6")
    tap.is_in("this host's KVM cannot run a 32-bit kernel", done.stdout,
              "kvm: says why not")


def main():
    tap = Tap()
    not_started(tap)
    old_records(tap)
    limits(tap)
    interrupted(tap, signal.SIGINT, "Ctrl-C")
    interrupted(tap, signal.SIGTERM, "SIGTERM")
    interrupted(tap, signal.SIGKILL, "SIGKILL")
    kvm(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
