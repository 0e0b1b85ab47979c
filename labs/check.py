#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check.py [NAME...] - are the graders honest? `make labs-test` calls it.

In each lab the skeleton has to score 2 points at most, the solution all, and
each wrong solution has to lose exactly the items that its head names. With
names (2-shootdown, or that of a wrong solution), only those.
"""
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from kmapgrade import grading, labs, recipe

AT_ONCE = 2
SKELETON_POINTS = 2


def losses(file):
    """What a wrong solution says it loses."""
    found = re.search(r"^ \* Loses: (.*)$", file.read_text(encoding="utf-8"),
                      re.M)
    return set(found[1].split()) if found else set()


def problems(lab, file, done):
    """What is not as it should be."""
    earned = sum(one.earned for one in done)
    lost = {one.item.name for one in done if not one.judged.right}
    if file == lab.file:
        return ([] if earned <= SKELETON_POINTS else
                [f"the skeleton scores {earned}"])
    due = set() if file == lab.solution else losses(file)
    return ([f"{name} should be lost" for name in sorted(due - lost)] +
            [f"{name} should not be lost" for name in sorted(lost - due)])


def jobs(names):
    """All that there is to grade: (lab, file)."""
    out = [(lab, file) for lab in labs.all_labs()
           for file in [lab.file, lab.solution, *lab.wrong]]
    return [(lab, file) for lab, file in out if not names
            or lab.folder.name in names or file.stem in names]


def check(job):
    """Grade one; returns its line, and whether it is right."""
    lab, file = job
    name = "skeleton" if file == lab.file else file.stem
    done = list(grading.grade(
        lab, file, recipe.LAB_DIR / "check" / f"{lab.number}-{name}"))
    wrong = problems(lab, file, done)
    earned = sum(one.earned for one in done)
    return (f"{'ok' if not wrong else 'not ok'} - lab {lab.number}: {name}: "
            f"{earned} points{'; ' if wrong else ''}{'; '.join(wrong)}",
            not wrong)


def main():
    todo = jobs(sys.argv[1:])
    good = bool(todo)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for line, right in pool.map(check, todo):
            print(line, flush=True)
            good = good and right
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
