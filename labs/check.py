#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check.py [NAME...] - are the graders honest? `make labs-test` calls it.

In each lab the skeleton has to score 2 points at most, the solution all, and
each wrong solution has to lose exactly the items that its head names. With
names (2-shootdown, or that of a wrong solution), only those.
"""
import sys
from concurrent.futures import ThreadPoolExecutor

from kmapgrade import grading, labs, recipe, wrong

AT_ONCE = 2
SKELETON_POINTS = 2


def problems(lab, file, done):
    """What is not as it should be."""
    earned = sum(one.earned for one in done)
    lost = {one.item.name for one in done if not one.judged.right}
    if file == lab.file:
        return ([] if earned <= SKELETON_POINTS else
                [f"the skeleton scores {earned}"])
    due = set() if file == lab.solution else wrong.losses(file)
    return ([f"{name} should be lost" for name in sorted(due - lost)] +
            [f"{name} should not be lost" for name in sorted(lost - due)])


def jobs(names):
    """All that there is to grade: (lab, file)."""
    out = [(lab, file) for lab in labs.all_labs()
           for file in [lab.file, lab.solution, *wrong.solutions(lab)]]
    return [(lab, file) for lab, file in out if not names
            or lab.folder.name in names or file.stem in names]


def check(job):
    """Grade one; returns its line, and whether it is right."""
    lab, file = job
    name = "skeleton" if file == lab.file else file.stem
    done = list(grading.grade(
        lab, file, recipe.LAB_DIR / "check" / f"{lab.number}-{name}"))
    found = problems(lab, file, done)
    earned = sum(one.earned for one in done)
    return (f"{'not ok' if found else 'ok'} - lab {lab.number}: {name}: "
            + "; ".join([f"{earned} points", *found]), not found)


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
