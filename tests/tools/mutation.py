#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""mutation.py - the planted defects fit the sources as they are, a few of them
are caught, and one that is not would be noticed. `make mutation` tries all."""
import json
import os
import re
import sys

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [TESTS, os.path.join(TESTS, "mutation")]
from taptest import PYTHON, ROOT, Tap, call, out_dir, read
import checks
import defects

MUTATION = [PYTHON, "tests/mutation/mutation.py", "--jobs", "1",
            "--named-only"]
QUICK = ("memory-map-wraps-around", "ground-floor-includes-upward",
         "failed-pin-undone-without-wake-up", "lock-without-exchange")

# A line that may just as well be another one.
HARMLESS = """
[harmless]
in: lib/histogram.c
old: return (unsigned int)value;
new: return (u32)value;
check: unit histogram
why: it is none
"""


def one_line_each(tap, listed):
    """Each is in its file once, and changes that line alone."""
    for defect in listed:
        text = read(defect.file)
        try:
            after = defects.planted(defect, text)
        except defects.ListError as error:
            tap.ok(False, defect.name, error)
            continue
        changed = sum(a != b for a, b in zip(text.splitlines(),
                                             after.splitlines()))
        tap.ok(changed == 1 and
               text.count("\n") == after.count("\n"),
               f"{defect.name}: changes one line", f"{changed} lines")


def checks_exist(tap, listed):
    """What is to catch them is there."""
    cases = read("tests/explore/cases.c")
    for check in dict.fromkeys(d.check for d in listed):
        kind, *words = check.split()
        there = kind in checks.KINDS
        if kind == "unit":
            there = os.path.exists(os.path.join(
                ROOT, f"tests/unit/test_{words[0]}.c"))
        elif kind == "explore":
            there = f'.name = "{words[0]}"' in cases
        elif kind in ("scenarios", "stress"):
            there = os.path.exists(os.path.join(
                ROOT, f"mm/strategy/{words[0]}.c"))
        tap.ok(there, f"there is a check: {check}")


def names(tap, listed):
    """Enough of them, none twice."""
    tap.ok(len(listed) >= 20, "at least 20 defects")
    tap.equal(len({d.name for d in listed}), len(listed), "no name twice")
    barriers = [d.name for d in listed if "barrier-removed" in d.name]
    tap.ok(len(barriers) >= 2, "at least two full barriers", barriers)


def bad_lists(tap):
    """A list that does not fit is refused."""
    good = defects.Defect("a", "b", "x();", "y();", "tests", "c")
    for text, what in (("z();\n", "not there"), ("x();\nx();\n", "twice")):
        try:
            defects.planted(good, text)
            tap.ok(False, f"a line that is {what} is refused")
        except defects.ListError as error:
            tap.is_in("times in b", str(error),
                      f"a line that is {what} is refused")
    good.after = "second"
    tap.equal(defects.planted(good, "x();\nsecond\n\tx();\n"),
              "x();\nsecond\n\ty();\n", "`after` says which is meant")


def quick(tap):
    """Some that are cheap to catch."""
    out = os.path.join(out_dir("mutation"), "quick.jsonl")
    done = call([*MUTATION, "--records", out, *QUICK])
    tap.ok(done.returncode == 0, "a few defects are caught", done.stdout)
    found = [json.loads(line) for line in read(out).splitlines()]
    tap.equal(sorted(r["name"] for r in found if r["caught"] and r["by"]
                     and r["message"]), sorted(QUICK), "each is recorded")


def survivor(tap):
    """A defect that nobody catches is a failure."""
    out = out_dir("mutation")
    path = os.path.join(out, "harmless.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write(HARMLESS)
    done = call([*MUTATION, "--list", path, "--records",
                 os.path.join(out, "harmless.jsonl")])
    tap.equal(done.returncode, 1, "a survivor: exit status 1")
    tap.is_in("NOT CAUGHT: harmless", done.stdout, "and it is named")
    tap.ok(re.search(r"^0 of 1 defects were caught", done.stdout, re.M),
           "and counted", done.stdout)


def main():
    tap = Tap()
    listed = defects.load()
    names(tap, listed)
    one_line_each(tap, listed)
    checks_exist(tap, listed)
    bad_lists(tap)
    quick(tap)
    survivor(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
