# SPDX-License-Identifier: MIT
"""advice.py - what to use, from the table of the first screen.

Of the strategies that are right, the best has the least geometric mean of the
table's costs. Those that differ from it by less than the platform's noise are
as good: they are named together.
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


def best_of(rulers, results, any_cpu, alike):
    """Those that cost least: the best, and who differs by less than that, in
    the kernel's order, so that noise does not even choose who comes first."""
    good = {name for score, name in ranking(rulers, results, any_cpu)
            if score <= alike}
    return [name for name in evidence.strategies_of(results) if name in good]


def against_before(rulers, strategy):
    """Its costs as multiples of those of the lock as it was."""
    old = rulers.figures(*BEFORE)
    new = rulers.figures(strategy, BEFORE[1])
    parts = [f"{words} {factor(new[name] / old[name])}"
             for name, words in AGAINST.items() if new[name] and old[name]]
    if not parts or strategy == BEFORE[0]:
        return ""
    return f" Against {BEFORE[0]} with lock={BEFORE[1]}: {', '.join(parts)}."


def any_cpu_text(rulers, best, alike):
    """Where any CPU may use the address."""
    if not best:
        return []
    if len(best) == 1:
        words = ("it costs least of those that are right (geometric mean of "
                 f"the columns).{against_before(rulers, best[0])}")
    else:
        words = ("they cost least of those that are right, and differ by no "
                 f"more than {alike - 1:.0%}"
                 + (", which is noise here." if alike > noise.ALIKE else "."))
    return ["Where any CPU may use the address, take "
            f"{joined(best, 'or')}: {words}"]


def own_cpu_text(rulers, best):
    """Where only the caller does: there is an interface for it."""
    local = rulers.cost(workload="local")
    words = f" or kmap_local_page(), which takes {local:.0f} " \
        f"{rulers.costs.env['unit']}, no lock and no shootdown" \
        if local is not None else ""
    return f"Where only the caller uses it, take {', '.join(best)}{words}."


def sentences(rulers, results):
    """One for each use of the address."""
    alike = [noise.factor(run) for run in rulers.used()]
    if None in alike:
        return ["This platform's noise is unknown, so nothing is ranked: "
                "`make run` does that."]
    shared, own = (best_of(rulers, results, any_cpu, max(alike))
                   for any_cpu in (True, False))
    if not own:
        return ["Nothing that was run and measured is known to be right with "
                "every lock; STRATEGY=all runs all."]
    return [*any_cpu_text(rulers, shared, max(alike)),
            own_cpu_text(rulers, own)]
