# SPDX-License-Identifier: MIT
"""costs.py - what a strategy costs, from docs/records/run.jsonl: exact for one
operation, Bochs for how it scales. The same kernel gives the same digits on
every host."""
from kmapreport import rows
from kmapreport.numbers import factor, few, short
from kmapreport.rulers import Rulers
from kmapfigures import markdown, store

HEADS = [">hit", ">miss", ">longest hold", ">hits, 8 CPUs to 1",
         ">misses, 8 CPUs to 1", ">IPIs per 1000 misses"]


def cells(rulers, strategy, lock):
    """A cell for each of HEADS."""
    its = rulers.figures(strategy, lock)
    return [short(its["hit"]), short(its["miss"]), short(its["hold"]),
            factor(its["hit_scale"]), factor(its["miss_scale"]),
            few(its["ipis"])]


def table():
    """A line for each strategy and lock."""
    results = store.load("run")
    if results is None:
        return store.MISSING
    rulers = Rulers(results)
    return markdown.table(["strategy", "lock", *HEADS], [
        (name, lock, *cells(rulers, name, lock))
        for name in store.strategies() for lock in store.LOCKS])


def baselines(platform):
    """What needs no strategy: its cost with 1 thread and all CPUs there."""
    results = store.load("run")
    run = results and results.on(platform)
    if not run:
        return store.MISSING
    env = run.env
    return markdown.table(
        ["baseline", f">{env['unit']}, {env['cpus']} CPUs", "what"],
        [(f"`{name}`", short(rows.cost(rows.row_of(
            run, workload=name, threads=1, accounting="none"), env)),
          run.catalog.title("workload", name))
         for name in run.catalog.baselines()])


def sentence(rulers, strategy, lock):
    """One lock's costs; what was cut short has none."""
    hit, miss, hold, hits, misses, ipis = cells(rulers, strategy, lock)
    parts = {f"hit {hit}": hit, f"miss {miss}": miss,
             f"longest hold {hold}": hold, f"{hits} the hits on 8 CPUs": hits,
             f"{misses} the misses": misses,
             f"{ipis} IPIs per 1000 of them": ipis}
    return f"`lock={lock}`: " + ", ".join(
        text for text, value in parts.items() if value != "-")


def line(strategy):
    """One strategy's costs in words."""
    results = store.load("run")
    if results is None:
        return store.MISSING
    first, second = (sentence(Rulers(results), strategy, lock)
                     for lock in store.LOCKS)
    return [f"**Cost,** in [instructions](#what-it-costs). {first};",
            f"{second}."]
