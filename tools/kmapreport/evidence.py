# SPDX-License-Identifier: MIT
"""evidence.py - what the records say for and against a strategy.

Against it counts what happened to callers that keep the rules; the catalog says
of each scenario whether its callers do, and whether it hands an address to
another CPU. `any_cpu`: whether a strategy has to be right there, too.
"""
from kmapreport.rows import rows_of

GOOD = ("safe", "n/a")


def locks_of(results):
    """Those that were run."""
    found = {r["lock"] for kind in ("scenario", "bench")
             for r in results.of(kind)}
    return [lock for lock in ("spin", "irq") if lock in found]


def strategies_of(results):
    """Those that were run, in the kernel's order."""
    found = {r["strategy"] for kind in ("scenario", "bench")
             for r in results.of(kind)}
    return [name for name in results.catalog.names("strategy")
            if name in found]


def counts(results, name, any_cpu):
    """Whether what a scenario shows speaks against a strategy."""
    field = results.catalog.get
    return field("scenario", name, "callers") != "break-rules" and (
        any_cpu or field("scenario", name, "addresses") != "any-cpu")


def scenarios_of(results, strategy, locks, any_cpu):
    """The records of those that count."""
    return [r for r in results.of("scenario")
            if r["strategy"] == strategy and r["lock"] in locks
            and counts(results, r["name"], any_cpu)]


def faults(results, strategy, *locks, any_cpu=True):
    """{verdict: [scenarios and workloads where it was seen]}, worst first."""
    seen = [(r["verdict"], r["name"])
            for r in scenarios_of(results, strategy, locks, any_cpu)]
    seen += [(r["verdict"], r["workload"])
             for r in rows_of(results, strategy=strategy)
             if r["lock"] in locks]
    out = {}
    for verdict, place in sorted(
            seen, key=lambda item: results.catalog.rank(item[0])):
        if verdict not in GOOD:
            out.setdefault(verdict, {})[place] = True
    return {verdict: list(places) for verdict, places in out.items()}


def gaps(results, strategy, lock, any_cpu=True):
    """The scenarios without which nothing can be said for it: not played
    here, or with a control that failed."""
    catalog = results.catalog
    played = {r["name"]
              for r in scenarios_of(results, strategy, [lock], any_cpu)
              if r["verdict"] != "n/a" and r["control"] == "safe"}
    return [name for name in catalog.names("scenario")
            if name not in played and counts(results, name, any_cpu)
            and lock in catalog.get("scenario", name, "locks")]


def is_right(results, strategy, any_cpu=True):
    """Nothing speaks against it with any lock that was run, and enough was
    seen."""
    locks = locks_of(results)
    return not faults(results, strategy, *locks, any_cpu=any_cpu) and not any(
        gaps(results, strategy, lock, any_cpu) for lock in locks)
