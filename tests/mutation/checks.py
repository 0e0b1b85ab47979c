# SPDX-License-Identifier: MIT
"""checks.py - the checks that a planted defect may be caught by.

A check is named by its kind and some words: explore once2 held spin. What it
needs is built in a tree of sources; then it is run, and returns what it found
wrong, in a line, or None. A tree that does not compile raises Broken: the
compiler is not what is tested.
"""
import os
import re
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from kmaptest.booted import records_in
from kmaptest.project import PYTHON, clean_environment

LIMIT = 600    # seconds for a build, or a check without any defect
SILENCE = "15"  # seconds after which the kernel counts as hung
GRACE = 30     # more for the runner, which has to end by itself and say why
STRESS = ("ops=3000000", "seconds=60")
STRESS_ALL = ("seconds=5",)
TESTS = ("--cpus", "3", "--mem", "1G")
SCENARIOS = ("--cpus", "4", "--mem", "1G")
MANY = ("--cpus", "40", "--mem", "1G")
PARALLEL = ("--accel", "mttcg", "--cpus", "2", "--mem", "1G")
BOCHS = ("--accel", "bochs", "--cpus", "2", "--mem", "64M")


class Broken(Exception):
    """The tree does not compile."""


@dataclass
class Place:
    """Where a check is run, and for how long."""
    tree: str
    limit: float = LIMIT  # seconds


def end(process):
    """End a program and all that it has started, the hard way only if need
    be."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.communicate(timeout=3)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def call(place, command, grace=0):
    """Run it there; returns (exit status, what it printed)."""
    env = {**clean_environment(), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
            command, cwd=place.tree, env=env, text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True) as process:
        try:
            said, _ = process.communicate(timeout=place.limit + grace)
        except subprocess.TimeoutExpired:
            end(process)
            return -1, f"not done after {place.limit:.0f} s"
        except KeyboardInterrupt:
            end(process)
            raise
    return process.returncode, said


def make(tree, targets):
    """Build them there."""
    if not targets:
        return
    status, out = call(Place(tree), ["make", "--no-print-directory",
                                     "SETUP=no", *targets])
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


def kernel(place, options, *arguments):
    """Boot the kernel; the first of its findings."""
    out = os.path.join(place.tree, "build/mutation")
    status, said = call(place, [
        PYTHON, "tools/run.py", "--out", out, "--quiet", "--no-report",
        "--hang", SILENCE, "--timeout", str(int(place.limit)), *options, "--",
        *arguments], grace=GRACE)
    if status == 0:
        return None
    run = records_in(Path(out))
    return (next(filter(None, map(wrong_record, run.records)), None)
            or first(r"(panic: .*)", said)
            or first(r"kmaplab: (.*)", said) or said or "no word from it")


def tests(place):
    """The kernel's own tests."""
    return kernel(place, TESTS, "run=tests")


def bochs_tests(place):
    """The same in Bochs, whose TLB is stricter than QEMU's."""
    return kernel(place, BOCHS, "run=tests")


def parallel_tests(place):
    """The same on CPUs that really run at the same time."""
    return kernel(place, PARALLEL, "run=tests")


def many_tests(place):
    """The same with more CPUs than a word has bits."""
    return kernel(place, MANY, "run=tests")


def scenarios(place, strategy="all"):
    """The forced interleavings."""
    return kernel(place, SCENARIOS, "run=scenarios", f"strategy={strategy}")


def stress(place, strategy="all", lock="both"):
    """Random ones, on CPUs that really run at the same time."""
    limits = STRESS_ALL if strategy == "all" else STRESS
    return kernel(place, PARALLEL, "run=stress", f"strategy={strategy}",
                  f"lock={lock}", *limits)


def explore(place, case=None, strategy=None, lock=None, program="explore"):
    """All of them, of small programs on a simulated machine."""
    command = [f"build/explore/{program}", "--jobs", "1"]
    for option, value in (("--case", case), ("--strategy", strategy),
                          ("--lock", lock)):
        command += [option, value] if value else []
    status, said = call(place, command)
    if status == 0 or "there is no such search" in said:
        return None
    return (first(r"^not ok \d+ (?:- )?(.*)", said) or said[-200:]
            or f"exit status {status}")


def plain(place, case=None, strategy=None, lock=None):
    """Whether what is not declared as shared is shared only in order."""
    return explore(place, case, strategy, lock, "explore-plain")


def litmus(place):
    """Whether the explorer's simulated machine is one as it is published."""
    status, said = call(place, ["build/explore/litmus"])
    if status == 0:
        return None
    return (first(r"^not ok \d+ - (.*)", said) or said[-200:]
            or f"exit status {status}")


def unit(place, *names):
    """The host's unit tests."""
    names = [f"test_{name}" for name in names] or sorted(
        file for file in os.listdir(os.path.join(place.tree, "build/unit"))
        if re.fullmatch(r"test_\w+", file))
    for program in names:
        status, said = call(place, [f"build/unit/{program}"])
        if status:
            return (first(r"\[  FAILED  \] (\w+)$", said)
                    or first(r"^not ok \d+ - (.*)", said)
                    or first(r"(ERROR: .*|.*runtime error: .*)", said)
                    or said[-200:] or f"exit status {status}")
    return None


def by_pytest(place, path):
    """What some file of Python tests finds."""
    status, said = call(place, [PYTHON, "-m", "pytest", "-q", "-x", path])
    if status == 0:
        return None
    return (first(r"^(?:FAILED|ERROR) (.*)", said) or said[-200:]
            or f"exit status {status}")


def lint(place, name="rules"):
    """What no other program checks of the sources."""
    return by_pytest(place, f"tests/lint/test_{name}.py")


@dataclass
class Kind:
    """What to build, then what to run."""
    run: Callable
    targets: Callable = lambda *words: ["build"]


KINDS = {
    "tests": Kind(tests),
    "bochs-tests": Kind(bochs_tests),
    "parallel-tests": Kind(parallel_tests),
    "many-tests": Kind(many_tests),
    "scenarios": Kind(scenarios),
    "stress": Kind(stress),
    "explore": Kind(explore, lambda *words: ["build/explore/explore"]),
    "plain": Kind(plain, lambda *words: ["build/explore/explore-plain"]),
    "litmus": Kind(litmus, lambda *words: ["build/explore/litmus"]),
    "unit": Kind(unit, lambda *names: ["unit-build"] if not names else [
        f"build/unit/test_{name}" for name in names]),
    "pytest": Kind(by_pytest),
    "lint": Kind(lint, lambda *words: []),
}


def prepare(tree, check):
    """Build what a check needs."""
    kind, *words = check.split()
    make(tree, KINDS[kind].targets(*words))


def run(place, check):
    """One check by its words, as in the list, once it is prepared."""
    kind, *words = check.split()
    return KINDS[kind].run(place, *words)
