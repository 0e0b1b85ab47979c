# SPDX-License-Identifier: MIT
"""rulers.py - the figures of one strategy with one lock, and which run each is
taken from.

`exact` tells what one operation costs, `bochs` how it scales. Where neither was
run, the only platform there is tells both.
"""
from kmapreport import rows

FILLED_BY = {"exact": "make run ACCEL=exact", "bochs": "make run ACCEL=bochs"}
COSTS = ("hit", "miss", "hold", "many_hits", "many_misses")  # less is better


class Rulers:
    """The runs to take figures from; None where one is missing."""

    def __init__(self, results):
        on = {run.platform: run for run in results.runs
              if run.env and rows.top_threads(run)}
        if on.keys() & FILLED_BY.keys():
            self.costs, self.scaling = on.get("exact"), on.get("bochs")
        else:
            self.costs = self.scaling = next(reversed(on.values()), None)
        self.threads = rows.top_threads(self.scaling) if self.scaling else 0

    def used(self):
        """The runs, each once."""
        return list(dict.fromkeys(filter(None, (self.costs, self.scaling))))

    def missing(self):
        """The platforms that would fill what is empty."""
        return [name for name, run in (("exact", self.costs),
                                       ("bochs", self.scaling)) if not run]

    def cost(self, **fields):
        """Of one operation, with one thread and nothing else measured."""
        row = self.costs and rows.row_of(self.costs, threads=1,
                                         accounting="none", **fields)
        return row and rows.cost(row, self.costs.env)

    def hold(self, **fields):
        """The longest hold with one thread; on a clock that the host disturbs,
        the longest says nothing."""
        row = self.costs and self.costs.env["repeatable"] and rows.row_of(
            self.costs, threads=1, accounting="all", **fields)
        return row["hold_max"] if rows.has_speed(row) else None

    def scaled(self, **fields):
        """(time of an operation with the most threads, throughput against one
        thread, interrupts for 1000 misses)"""
        one, top = (self.scaling and rows.row_of(
            self.scaling, threads=threads, accounting="none", **fields)
            for threads in (1, self.threads))
        if not rows.has_speed(top):
            return None, None, None
        rate = rows.rate(top, self.scaling.env)
        return (1 / rate, rate / rows.rate(one, self.scaling.env)
                if rows.has_speed(one) else None, rows.ipis_per_miss(top))

    def figures(self, strategy, lock):
        """{name: figure}; None: not measured, or cut short."""
        def of(workload):
            return {"strategy": strategy, "lock": lock, "workload": workload}

        many_hits, hit_scale, _ = self.scaled(**of("hot"))
        many_misses, miss_scale, ipis = self.scaled(**of("cycle"))
        return {"hit": self.cost(**of("hot")), "miss": self.cost(**of("cycle")),
                "hold": self.hold(**of("cycle")), "many_hits": many_hits,
                "many_misses": many_misses, "hit_scale": hit_scale,
                "miss_scale": miss_scale, "ipis": ipis}
