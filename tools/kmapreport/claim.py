# SPDX-License-Identifier: MIT
"""claim.py - the project's claim, with the evidence that the records have."""
from kmapreport import evidence
from kmapreport.numbers import joined, plural
from kmapreport.rows import rows_of, wrong_accesses

PATCH, BEFORE = "dropped", "held"
CORRUPTION = {"stale", "double-map", "bad-count"}
NAMED = 2  # places that are named; the others are counted

CLAIM = ("Dropping kmap_lock for the TLB shootdown, as the patch proposed in "
         "2024 does, trades a deadlock for memory corruption.")
NOT_SHOWN = "This run does not show all of the claim (`make run` does)."


def places_text(places):
    """irq-deadlock, stale-own and 3 more"""
    if len(places) <= NAMED + 1:
        return joined(places)
    return f"{', '.join(places[:NAMED])} and {len(places) - NAMED} more"


def counted(rows, verdict):
    """How often the benchmark saw it, where that is counted."""
    wrong = sum(wrong_accesses(r) or 0 for r in rows)
    twice = sum(r["double_maps"] or 0 for r in rows)
    if verdict == "stale" and wrong:
        return "; " + plural(wrong, "wrong access", ending="es")
    if verdict == "double-map" and twice:
        return f"; {plural(twice, 'page')} mapped twice"
    return ""


def faults_text(results, strategy, faults):
    """DEADLOCK (irq-deadlock), STALE (stale-own; 12 wrong accesses)"""
    rows = rows_of(results, strategy=strategy)
    return ", ".join(
        f"{results.catalog.word(verdict)} ({places_text(places)}"
        f"{counted(rows, verdict)})" for verdict, places in faults.items())


def right_text(results):
    """Which strategies are right, for callers that keep the rules."""
    names = evidence.strategies_of(results)
    right = [n for n in names if evidence.is_right(results, n)]
    own = [n for n in names if n not in right
           and evidence.is_right(results, n, any_cpu=False)]
    return f"Right: {joined(right) or 'none'}" + (
        f"; on one CPU only: {joined(own)}."
        if own else ".")


def text(results):
    """All of it, as one paragraph."""
    before = evidence.faults(results, BEFORE, "irq")
    after = evidence.faults(results, PATCH, "spin", "irq")
    shown = "deadlock" in before and CORRUPTION & after.keys()
    parts = [CLAIM if shown else NOT_SHOWN]
    for name, strategy, faults in (
            (f"{BEFORE} with lock=irq", BEFORE, before),
            (PATCH, PATCH, after)):
        if faults:
            parts.append(f"{name}: {faults_text(results, strategy, faults)}.")
    return " ".join([*parts, right_text(results)])
