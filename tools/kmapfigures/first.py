# SPDX-License-Identifier: MIT
"""first.py - the README's first table: what goes wrong, how it was seen, and
what it costs.

A benchmark alone does not show it: few of its maps meet the moment that
matters. So the table counts the interleavings that were forced, and how many
maps a stress run took until it was caught.
"""
from kmapreport import evidence
from kmapreport.numbers import factor, plural, short
from kmapreport.rows import STRESS, row_of
from kmapreport.rulers import Rulers
from kmapfigures import markdown, store

HEADS = ["strategy", "lock", "what goes wrong",
         ">forced interleavings that go wrong", "stress, 2 CPUs in parallel",
         ">hit", ">miss", ">misses, 8 CPUs to 1"]


def forced(results, strategy, lock):
    """How many of the scenarios went wrong whose callers keep the rules."""
    verdicts = [r["verdict"] for r in evidence.scenarios_of(
        results, strategy, [lock], True) if r["verdict"] != "n/a"]
    bad = sum(verdict != "safe" for verdict in verdicts)
    return f"{bad} of {len(verdicts)}"


def stressed(strategy, lock):
    """What the recorded stress run found, and in how many maps."""
    results = store.load("stress")
    row = results and row_of(results, workload=STRESS, strategy=strategy,
                             lock=lock)
    if not row:
        return "-"
    found = results.catalog.word(row["verdict"])
    words = "nothing in" if row["verdict"] == "safe" else f"{found} after"
    return f"{words} {plural(row['ops'], 'map', ',')}"


def line(results, strategy, lock):
    """One of them."""
    faults = evidence.faults(results, strategy, lock)
    its = Rulers(results).figures(strategy, lock)
    return (strategy, lock,
            ", ".join(map(results.catalog.word, faults)) or "nothing",
            forced(results, strategy, lock), stressed(strategy, lock),
            short(its["hit"]), short(its["miss"]), factor(its["miss_scale"]))


def table(strategies):
    """A line for each of those strategies and lock."""
    results = store.load("run")
    if results is None:
        return store.MISSING
    return markdown.table(HEADS, [
        line(results, name, lock) for name in strategies.split(",")
        for lock in store.LOCKS])
