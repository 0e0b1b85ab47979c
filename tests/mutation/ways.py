# SPDX-License-Identifier: MIT
"""ways.py - which checks are tried on a defect, and in which order: only those
that can see it, what takes least time first.

Whether a program can see a change of some file is asked of make: if it does not
build the program again, the change is not in it.
"""
import os
import re

from kmaptest import sources
from kmaptest.project import read
from kmaprun.elf import Elf
import checks

CASE = re.compile(r'^\t\{ \.name = "(\w+)"', re.M)
PROGRAMS = {"explore": "build/explore/explore",
            "plain": "build/explore/explore-plain",
            "litmus": "build/explore/litmus"}
KERNEL = "build/kmaplab.elf"
COUNTS = "pytest tests/perf/test_counts.py"
# Cases of little work, in which each file of the portable core is run.
PLAIN = tuple(f"plain {case}" for case in ("nap", "cut", "stop", "once2"))
LAST = ("stress",)  # least likely to see it the second time


def explorer_cases():
    """The names of the explorer's cases."""
    text = "".join(read(name) for name in sources.with_suffix(".c")
                   if re.match(r"tests/explore/cases", name))
    return CASE.findall(text)


def strategy_of(file):
    """The strategy whose own file that is, or None."""
    match = re.fullmatch(r"mm/strategy/(\w+)\.c", file)
    return match and match[1]


def all_checks(usual, strategy=None):
    """The checks by their names, fastest first; with a strategy, only what has
    to do with it."""
    own = f" {strategy}" if strategy else ""
    cases = [f"explore {case}" for case in explorer_cases()]
    names = ["unit", "lint", "litmus", "tests", "scenarios", "bochs-tests",
             COUNTS, *PLAIN, *cases]
    names.sort(key=lambda name: usual.get(name, checks.LIMIT))
    return [name + own if name in cases or name == "scenarios" else name
            for name in names] + [name + own for name in LAST]


def usual_seconds(usual, check):
    """What a check takes without a defect; at most what the whole of it takes,
    of which it is a part. None: nobody knows."""
    words = check.split()
    while words:
        if " ".join(words) in usual:
            return usual[" ".join(words)]
        words.pop()
    return None


def loaded(tree):
    """What of the kernel reaches the machine."""
    with open(os.path.join(tree, KERNEL), "rb") as file:
        return Elf(file.read()).bare()


def _newer(tree, path, since):
    """Whether it was built after that."""
    return os.stat(os.path.join(tree, path)).st_mtime_ns > since


def narrowed(tree, check, since):
    """The check, or that part of it, which sees what was changed then; None if
    it sees nothing of it."""
    kind, *words = check.split()
    checks.prepare(tree, check)
    if kind in PROGRAMS:
        return check if _newer(tree, PROGRAMS[kind], since) else None
    if check == "unit":
        names = [name.removeprefix("test_") for name in sorted(
                     os.listdir(os.path.join(tree, "build/unit")))
                 if re.fullmatch(r"test_\w+", name)
                 and _newer(tree, f"build/unit/{name}", since)]
        return " ".join(["unit", *names]) if names else None
    if kind == "unit":
        return check if _newer(tree, f"build/unit/test_{words[0]}",
                               since) else None
    return check
