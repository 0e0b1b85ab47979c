# SPDX-License-Identifier: MIT
"""advice.py - what to use, from the table of the first screen.

Of the strategies that are right, the best has the least geometric mean of the
table's costs. Those that differ by less than the platform's noise are as good.
"""
from statistics import geometric_mean

from kmapreport import evidence, noise
from kmapreport.numbers import factor, joined
from kmapreport.rulers import COSTS

BEFORE = ("held", "spin")  # the lock as it was
AGAINST = {"hit": "hit", "miss": "miss", "hold": "longest hold",
           "many_misses": "time of a miss with all CPUs"}


def ranking(rulers, results, any_cpu):
    """[(score, strategy)] of those that are right, the best first; the best
    has 1. Only costs count that all of them have."""
    found = {name: {(lock, cost): rulers.figures(name, lock)[cost]
                    for lock in evidence.locks_of(results) for cost in COSTS}
             for name in evidence.strategies_of(results)
             if evidence.is_right(results, name, any_cpu)}
    common = [key for key in next(iter(found.values()), ())
              if all(costs[key] for costs in found.values())]
    if not common:
        return []
    scores = {name: geometric_mean(costs[key] for key in common)
              for name, costs in found.items()}
    return sorted((score / min(scores.values()), name)
                  for name, score in scores.items())


def choice(ranked, alike):
    """The best, and who is as good."""
    same = [name for score, name in ranked[1:] if score <= alike]
    return ranked[0][1] + (f" ({joined(same)} {'are' if same[1:] else 'is'} "
                           "as good)" if same else "")


def against_before(rulers, strategy):
    """Its costs as multiples of those of the lock as it was."""
    old = rulers.figures(*BEFORE)
    new = rulers.figures(strategy, BEFORE[1])
    parts = [f"{words} {factor(new[name] / old[name])}"
             for name, words in AGAINST.items() if new[name] and old[name]]
    if not parts or strategy == BEFORE[0]:
        return ""
    return f" Against {BEFORE[0]} with lock={BEFORE[1]}: {', '.join(parts)}."


def sentences(rulers, results):
    """One for each use of the address."""
    alike = [noise.factor(run) for run in rulers.used()]
    if None in alike:
        return ["This platform's noise is unknown, so nothing is ranked: "
                "`make run` does that."]
    shared, own = (ranking(rulers, results, any_cpu)
                   for any_cpu in (True, False))
    if not own:
        return ["Nothing that was run and measured is known to be right with "
                "every lock; STRATEGY=all runs all."]
    out = []
    if shared:
        out.append("Where any CPU may use the address, take "
                   f"{choice(shared, max(alike))}: of all that is right it has "
                   "the least costs (geometric mean of the columns)."
                   + against_before(rulers, shared[0][1]))
    local = rulers.cost(workload="local")
    return out + [
        "Where only the caller uses it, take " + choice(own, max(alike))
        + (f", or kmap_local_page(): {local:.0f} "
           f"{rulers.costs.env['unit']}, no lock, no shootdown."
           if local is not None else ".")]
