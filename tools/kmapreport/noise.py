# SPDX-License-Identifier: MIT
"""noise.py - how much figures of the same code differ: an A/A control.

Many strategies run the same instructions where a page is mapped already. Which
do is no matter of opinion: in `hot`, their exact figures are equal to the last
instruction. On a platform whose clock the host disturbs, what those rows differ
by is noise, and less than that is no difference.
"""
import os

from kmapreport import records
from kmapreport.rows import has_speed, rows_of

ALIKE = 1.02  # within 2% figures count as the same even where nothing disturbs
FIGURES = ("lock", "p50", "p99", "p999", "max")
RECORDED = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                        "../../docs/records/run.jsonl")


def hits(run):
    """{(strategy, lock): row} in which one thread maps a mapped page."""
    return {(r["strategy"], r["lock"]): r for r in rows_of(
        run, workload="hot", threads=1, accounting="none") if has_speed(r)}


def same_code(exact):
    """[{(strategy, lock), ...}] of those that run the same instructions."""
    groups = {}
    for name, row in hits(exact).items():
        key = tuple(row[field] for field in FIGURES)
        groups.setdefault(key, set()).add(name)
    return [group for group in groups.values() if len(group) > 1]


def recorded():
    """The groups, from the run that documents' figures come from."""
    exact = os.path.exists(RECORDED) and records.load(RECORDED).on("exact")
    return same_code(exact) if exact else []


def factor(run):
    """Two figures of the run that differ by less are the same. None: there is
    no control, and nothing can be told."""
    if run.env["repeatable"]:
        return ALIKE
    found = [[row["p50"] for name, row in hits(run).items()
              if name in group and row["p50"]] for group in recorded()]
    return max((max(ALIKE, max(values) / min(values))
                for values in found if len(values) > 1), default=None)


def lines(run):
    """A word on it below the tables of a platform that has noise."""
    if run.env["repeatable"]:
        return []
    found = factor(run)
    return ["No rows of the same code to compare: the noise is unknown."
            if found is None else
            "Noise: medians of rows that run the same code differ by up to "
            f"{found:.1f}x."]
