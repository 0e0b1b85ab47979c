# SPDX-License-Identifier: MIT
"""first.py - the README's first table: what goes wrong, how often it was seen,
and what it costs.

Counts come from every recorded row, of `make run` and of the stress run; costs
from the rulers that count instructions.
"""
from kmapreport import evidence, rows
from kmapreport.numbers import factor, short
from kmapreport.rulers import Rulers
from kmapfigures import markdown, store

HEADS = ["strategy", "lock", "what went wrong", ">wrong accesses",
         ">of checked", ">mapped twice", ">hit", ">miss",
         ">misses, 8 CPUs to 1"]


def counted(strategy, lock):
    """(wrong accesses, mappings that were checked, pages mapped twice)"""
    its = [r for name in ("run", "stress") if (found := store.load(name))
           for r in rows.rows_of(found, strategy=strategy, lock=lock)]
    return [sum(map(value, its)) for value in (
        lambda r: rows.wrong_accesses(r) or 0,
        lambda r: r["checked"] or 0,
        lambda r: r["double_maps"] or 0)]


def went_wrong(results, strategy, lock):
    """In words, with the first place where it was seen."""
    found = evidence.faults(results, strategy, lock)
    return ", ".join(f"{results.catalog.word(verdict)} (`{places[0]}`)"
                     for verdict, places in found.items()) or "nothing"


def table(strategies):
    """A line for each of those strategies and lock."""
    results = store.load("run")
    if results is None:
        return store.MISSING
    rulers = Rulers(results)
    lines = []
    for name in strategies.split(","):
        for lock in store.LOCKS:
            wrong, checked, twice = counted(name, lock)
            its = rulers.figures(name, lock)
            lines.append((
                name, lock, went_wrong(results, name, lock), wrong,
                short(checked), twice, short(its["hit"]), short(its["miss"]),
                factor(its["miss_scale"])))
    return markdown.table(HEADS, lines)
