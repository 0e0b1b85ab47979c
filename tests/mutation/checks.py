# SPDX-License-Identifier: MIT
"""checks.py - the checks that a planted defect may be caught by.

Each builds what it needs in a tree of sources, runs it, and returns what it
found wrong, in a line, or None. A tree that does not compile raises Broken:
the compiler is not what is tested.
"""
import os
import re
import subprocess
from pathlib import Path

from kmaptest.booted import records_in
from kmaptest.project import PYTHON, clean_environment

LIMIT = 600  # seconds for one check
STRESS = ("ops=3000000", "seconds=60")
STRESS_ALL = ("seconds=5",)
TESTS = ("--cpus", "3", "--mem", "1G")
SCENARIOS = ("--cpus", "4", "--mem", "1G")
PARALLEL = ("--accel", "mttcg", "--cpus", "2", "--mem", "1G")
BOCHS = ("--accel", "bochs", "--cpus", "2", "--mem", "64M")


class Broken(Exception):
    """The tree does not compile."""


def call(tree, command):
    """Run it there; returns (exit status, what it printed)."""
    env = {**clean_environment(), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=tree, env=env, check=False, text=True,
            errors="replace", timeout=LIMIT, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        return -1, f"not done after {LIMIT} s"
    return done.returncode, done.stdout


def make(tree, target):
    """Build a target there."""
    status, out = call(tree, ["make", "--no-print-directory", "SETUP=no",
                              target])
    if status:
        raise Broken("\n".join(
            line for line in out.splitlines() if "error" in line) or out)


def first(pattern, text):
    """What the first match's group says, in one line."""
    match = re.search(pattern, text, re.M)
    return " ".join(match[1].split()) if match else None


def wrong_record(record):
    """What a record has against the kernel, or None."""
    if record["kind"] == "test" and not record["ok"]:
        return f"{record['name']}: {record['detail']}"
    if record["kind"] == "scenario" and record["verdict"] != "n/a":
        what = f"{record['name']} {record['strategy']} {record['lock']}"
        if record["control"] != "safe":
            return f"{what}: its control is {record['control']}"
        if record["verdict"] != record["expected"]:
            return (f"{what}: {record['verdict']}, not {record['expected']}: "
                    f"{record['detail']}")
    if record["kind"] == "bench" and (record["reason"] or "").endswith(
            "against its claims"):
        return (f"{record['strategy']} {record['lock']}: {record['reason']}, "
                f"after {record['ops']} maps")
    return None


def kernel(tree, options, *arguments):
    """Boot the kernel; the first of its findings."""
    make(tree, "build")
    out = os.path.join(tree, "build/mutation")
    status, said = call(tree, [
        PYTHON, "tools/run.py", "--out", out, "--quiet", "--no-report",
        "--timeout", str(LIMIT // 2), *options, "--",
        *arguments])
    if status == 0:
        return None
    run = records_in(Path(out))
    return (next(filter(None, map(wrong_record, run.records)), None)
            or first(r"(panic: .*)", said)
            or first(r"kmaplab: (.*)", said) or said)


def tests(tree):
    """The kernel's own tests."""
    return kernel(tree, TESTS, "run=tests")


def bochs_tests(tree):
    """The same in Bochs, whose TLB is stricter than QEMU's."""
    make(tree, "build/kmaplab.elf")
    return kernel(tree, BOCHS, "run=tests")


def scenarios(tree, strategy="all"):
    """The forced interleavings."""
    return kernel(tree, SCENARIOS, "run=scenarios", f"strategy={strategy}")


def stress(tree, strategy="all", lock="both"):
    """Random ones, on CPUs that really run at the same time."""
    limits = STRESS_ALL if strategy == "all" else STRESS
    return kernel(tree, PARALLEL, "run=stress", f"strategy={strategy}",
                  f"lock={lock}", *limits)


def explore(tree, case=None, strategy=None, lock=None):
    """All of them, of small programs on a simulated machine."""
    make(tree, "build/explore/explore")
    command = ["build/explore/explore", "--jobs", "1"]
    for option, value in (("--case", case), ("--strategy", strategy),
                          ("--lock", lock)):
        command += [option, value] if value else []
    status, said = call(tree, command)
    if status == 0:
        return None
    return first(r"^not ok \d+ (?:- )?(.*)", said) or said[-200:]


def unit(tree, name=None):
    """The host's unit tests."""
    if name is None:
        make(tree, "unit-build")
        names = sorted(
            file for file in os.listdir(os.path.join(tree, "build/unit"))
            if re.fullmatch(r"test_\w+", file))
    else:
        names = [f"test_{name}"]
        make(tree, f"build/unit/{names[0]}")
    for program in names:
        status, said = call(tree, [f"build/unit/{program}"])
        if status:
            return (first(r"\[  FAILED  \] (\w+)$", said)
                    or first(r"^not ok \d+ - (.*)", said)
                    or first(r"(ERROR: .*|.*runtime error: .*)", said)
                    or said[-200:])
    return None


def lint(tree, name="rules"):
    """What no other program checks of the sources."""
    status, said = call(tree, [PYTHON, "-m", "pytest",
                               f"tests/lint/test_{name}.py"])
    if status == 0:
        return None
    return first(r"^FAILED (.*)", said) or said[-200:]


KINDS = {"tests": tests, "bochs-tests": bochs_tests, "scenarios": scenarios,
         "stress": stress, "explore": explore, "unit": unit, "lint": lint}

# What is left to try when the one that was named finds nothing; cheap ones
# first.
ALL = ("unit", "lint", "tests", "scenarios", "explore", "stress")


def run(tree, check):
    """One check by its words, as in the list."""
    kind, *words = check.split()
    return KINDS[kind](tree, *words)
