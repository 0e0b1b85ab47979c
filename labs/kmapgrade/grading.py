# SPDX-License-Identifier: MIT
"""grading.py - judge a file: build it, then one item after the other."""
import time
from dataclasses import dataclass

from kmapgrade import build, judges, rules
from kmapgrade.labs import Item


@dataclass(frozen=True)
class Graded:
    """An item and what came of it."""
    item: Item
    judged: judges.Judged
    seconds: float

    @property
    def earned(self):
        return self.item.points if self.judged.right else 0


def judge(item, built, problem):
    """One item. If there is nothing to run, it is lost."""
    start = time.monotonic()
    judged = judges.Judged(False, problem) if problem else item.judge(built)
    return Graded(item, judged, time.monotonic() - start)


def grade(lab, file, out, warn=lambda warnings: None):
    """Judge all items; yields a Graded for each, when it is known. Before
    that, warn() is called with the compiler's warnings, if there are any."""
    built, problem = None, ""
    try:
        built = build.build(lab, file, out)
    except (build.BuildError, rules.RuleBroken) as error:
        problem = str(error)
    if built and built.warnings:
        warn(built.warnings)
    for item in lab.items:
        yield judge(item, built, problem)
