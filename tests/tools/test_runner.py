# SPDX-License-Identifier: MIT
"""test_runner.py - the runner itself: emulators that do not start, time limits,
Ctrl-C, and nothing left behind."""
import os
import signal
import subprocess
import time

import pytest

from kmaprun import store
from kmaptest.project import ROOT, RUN, read

BASE = ["--cpus", "1", "--mem", "512M", "--no-report"]
ENDLESS = ["--type", "nobody says this=x", "run=shell"]
END = '{"v":3,"kind":"end","status":"ok","passed":1,"failed":0,"skipped":0}\n'


@pytest.mark.parametrize("options, text", [
    pytest.param(options, text, id=name) for name, options, text in (
        ("no such emulator", ["--program", "no-such-qemu"],
         "no program no-such-qemu"),
        ("no such processor", ["--cpu", "no-such-cpu"],
         "unable to find CPU model"),
        ("no such option", ["--qemu=-no-such-option"], "invalid option"),
        ("too much memory", ["--mem", "4000000G"], "did not start"),
        ("no kernel", ["--kernel", "no-such-kernel"], "no-such-kernel"),
        ("no image", ["--image", "no-such.iso", "--media", "cd"],
         "no-such.iso"),
        ("no Bochs", ["--accel", "bochs", "--program", "no-such-bochs",
                      "--image", ROOT / "Makefile"],
         "no program no-such-bochs"),
        ("a program that is no emulator", ["--program", "/bin/false"],
         "did not start"))])
def test_not_started(boot, options, text):
    """Exit status 6, and why."""
    booted = boot(*BASE, *options)
    assert booted.status == 6
    assert text in booted.said


@pytest.mark.parametrize("words", [
    ["--cpu", "no-such-cpu"], ["bogus=1"], ["--timeout", "1", *ENDLESS]],
                         ids=["no start", "bad parameter", "time limit"])
def test_last_good_records_stay(boot, out, words):
    """What a run that failed left has names of its own."""
    (out / "results.jsonl").write_text(END, encoding="utf-8")
    (out / "console.log").write_text("good", encoding="utf-8")
    assert boot(*BASE, *words).status != 0
    assert read(out / "results.jsonl") == END
    assert read(out / "console.log") == "good"


def test_failed_records_go(boot, out):
    """After a run that did not fail, nobody takes them for its."""
    for name in store.FAILED.values():
        (out / name).write_text("old", encoding="utf-8")
    assert boot(*BASE, "run=scenarios", "strategy=held").status == 0
    assert not any((out / name).exists() for name in store.FAILED.values())


def test_time_limit(boot):
    """A run that takes too long ends, with an explanation."""
    booted = boot(*BASE, "--timeout", "2", *ENDLESS)
    assert booted.status == 4
    assert "not done after 2 s" in booted.said
    assert "CPU 0, interrupts" in booted.said


def children_of(pid):
    """Process ids."""
    return [int(p) for p in os.listdir("/proc") if p.isdigit()
            and f"\nPPid:\t{pid}\n" in read(f"/proc/{p}/status")]


def is_alive(pid):
    return os.path.exists(f"/proc/{pid}") and \
        "State:\tZ" not in read(f"/proc/{pid}/status")


def wait_until(condition, seconds):
    """Whether it came true in that time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@pytest.mark.takes(10)
@pytest.mark.parametrize("number, status", [
    (signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)],
                         ids=["Ctrl-C", "SIGTERM", "SIGKILL"])
def test_interrupted(kernel, out, tmp_path, number, status):
    """No emulator stays, and (unless it is killed) no temporary files. What
    runs in the background may have been told to ignore Ctrl-C."""
    command = ["env", "--default-signal=INT", *map(str, RUN),
               "--kernel", str(kernel), "--out", str(out),
               "--quiet", *BASE, *ENDLESS]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL,
                          env={**os.environ, "TMPDIR": str(tmp_path)}) as run:
        assert wait_until(
            lambda: "kmaplab>" in read(out / "tcg/console.log"), 20)
        emulators = children_of(run.pid)
        run.send_signal(number)
        run.wait(10)
    assert len(emulators) == 1
    assert wait_until(lambda: not any(map(is_alive, emulators)), 2)
    assert run.returncode == status
    if number != signal.SIGKILL:
        assert not list(tmp_path.glob("kmaplab-*"))


@pytest.mark.takes(10)
def test_kvm(boot):
    """Where KVM cannot do it the runner says so, and does nothing else."""
    booted = boot(*BASE, "--accel", "kvm", "run=tests")
    if booted.status == 0:
        assert booted.run.env["platform"] == "kvm"
    else:
        assert booted.status == 6
        assert "this host's KVM cannot run a 32-bit kernel" in booted.said
