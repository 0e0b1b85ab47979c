# SPDX-License-Identifier: MIT
"""test_plan.py - what runs on which platform."""
import pytest

from kmaprun import options, plan, runrecord


def plans(*words):
    """The plans for a command line, by platform."""
    return {p.platform.name: p for p in plan.make(options.parse(words))}


def test_alone():
    """The kernel's own defaults, and the name of the platform."""
    only = plans()["tcg"]
    assert (only.cpus, only.mem, only.media) == (8, 6144, "kernel")
    assert only.args == ("platform=tcg",)
    assert (only.hang, only.timeout) == (plan.HANG, plan.TOTAL)


def test_rulers():
    """`make run`: one thread where CPUs take turns, else several."""
    both = plans("--accel", "exact,bochs")
    assert list(both) == ["exact", "bochs"]
    assert (both["exact"].cpus, both["bochs"].cpus) == (4, 8)
    assert "threads=1" in both["exact"].args
    assert plan.value(both["bochs"].args, "threads") is None
    assert both["bochs"].media == "floppy"


def test_user_decides():
    """What the user says holds for both..."""
    both = plans("--accel", "exact,bochs", "--cpus", "2", "--mem", "1G",
                 "ops=7", "threads=2")
    assert {(p.cpus, p.mem) for p in both.values()} == {(2, 1024)}
    assert all(plan.value(p.args, "ops") == "7" for p in both.values())
    # ...except for what makes no sense there.
    assert plan.value(both["exact"].args, "threads") == "1"
    assert plan.value(both["bochs"].args, "threads") == "2"


def test_user_decides_alone():
    """Alone, it does as it is told."""
    assert plan.value(plans("--accel", "exact", "threads=2")["exact"].args,
                      "threads") == "2"


def test_other_jobs():
    """Defaults for measuring are not passed to other jobs."""
    assert plans("--accel", "exact", "run=tests")["exact"].args == (
        "platform=exact", "run=tests")


@pytest.mark.parametrize("words, hang, timeout", [
    (["--hang", "5", "--timeout", "6"], 5, 6),
    (["run=stress", "seconds=10"], plan.HANG + 40, plan.TOTAL + 800),
    (["run=halt"], None, None),
    (["--interactive", "run=shell"], plan.HANG, None)])
def test_limits(words, hang, timeout):
    """A stress run is silent for long; a prompt has no limit for the whole."""
    only = plans(*words)["tcg"]
    assert (only.hang, only.timeout) == (hang, timeout)


@pytest.mark.parametrize("words, command", [
    (["--accel", "exact"], "make run ACCEL=exact"),
    (["--accel", "exact", "threads=1"], "make run ACCEL=exact"),
    (["--accel", "bochs", "--mem", "1G", "--cpus", "2", "run=tests"],
     "make run ACCEL=bochs CPUS=2 MEM=1024M ARGS=run=tests"),
    (["lock=irq", "ops=5"], "make run ACCEL=tcg ARGS='lock=irq ops=5'")])
def test_command(words, command):
    """The command in the run record has what differs from the defaults, and no
    path."""
    opts = options.parse([*words, "--out", "/some/where"]
                         if "=" not in words[0] else
                         ["--out", "/some/where", *words])
    (only,) = plan.make(opts)
    assert runrecord.command(only, opts) == command
