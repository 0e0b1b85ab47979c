# SPDX-License-Identifier: MIT
"""side.py - what CPUs manage side by side: this kernel and Linux."""
from kmapcompare.table import HELD, LINUX, is_linux, looked_for, strategies
from kmapreport.numbers import factor, short
from kmapreport.rows import rate, row_of, top_threads

PLATFORM = "bochs"
WHAT = {"hot": "hits, each thread its own page",
        "cycle": "more pages than slots, each thread its own"}


def runs(results):
    """(Linux's run, ours); None for one that is missing."""
    found = {is_linux(run): run for run in results.runs
             if run.env and run.platform == PLATFORM and not looked_for(run)}
    return found.get(True), found.get(False)


def rates(run, workload, strategy, counts):
    """{threads: pairs in a million instructions} of those that were run."""
    out = {}
    for threads in counts:
        row = row_of(run, workload=workload, strategy=strategy,
                     threads=threads)
        if rate(row, run.env):
            out[threads] = rate(row, run.env)
    return out


def best(results, run, workload, threads):
    """The strategy that is right and manages the most with so many."""
    its = {name: rates(run, workload, name, (threads,))
           for name in strategies(results)}
    its = {name: found[threads] for name, found in its.items() if found}
    return max(its, key=lambda name: (its[name], name), default=None)


def counts_of(linux):
    """The numbers of threads, as Linux was run with."""
    top = top_threads(linux)
    return [n for n in (1, 2, 4, 8) if n <= top]


def line(what, name, its, counts, linux):
    """One kernel's line."""
    first, top = counts[0], counts[-1]
    scale = its[top] / its[first] if {first, top} <= its.keys() else None
    against = its[top] / linux[top] if top in its and top in linux else None
    return (what, name, *(short(round(its[n])) if n in its else "-"
                          for n in counts), factor(scale), factor(against))


def table(results):
    """(heads, lines); no lines if one of the two is missing."""
    linux, ours = runs(results)
    counts = counts_of(linux) if linux and ours else []
    if not counts:
        return [], []
    heads = ["what", "kernel", *(f">{n} CPU{'s' if n > 1 else ''}"
                                 for n in counts),
             f">{counts[-1]} to 1", ">against Linux"]
    lines = []
    for workload, what in WHAT.items():
        theirs = rates(linux, workload, LINUX, counts)
        lines.append(line(what, "Linux", theirs, counts, theirs))
        for name in dict.fromkeys(
                (HELD, best(results, ours, workload, counts[-1]))):
            lines.append(line(what, f"ours, {name}",
                              rates(ours, workload, name, counts), counts,
                              theirs))
    return heads, lines


def around(run):
    """Instructions that a thread spends around a pair; None: not measured."""
    row = row_of(run, workload="cycle", threads=1,
                 strategy=LINUX if is_linux(run) else HELD)
    return round(row["elapsed"] / row["ops"]) - row["mean"] \
        if row and row["ops"] else None


def note(results):
    """What the figures have in them besides; no lines without them."""
    spent = [around(run) for run in runs(results) if run]
    if len(spent) < 2 or None in spent:
        return []
    linux, ours = map(short, spent)
    return [f"Around each pair of the second workload, Linux's side spends "
            f"{linux} instructions and ours",
            f"{ours}: it counts, reads the clock and checks "
            "the page. They are in these figures."]
