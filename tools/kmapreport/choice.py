# SPDX-License-Identifier: MIT
"""choice.py - the strategies that a run leaves to choose from, and their costs.

Of those that were right, the best is the one with the least geometric mean of
four costs: mean time of a map, longest hold of kmap_lock, longest wait for it,
interrupts. A row is one sample on a host that does other things, too; that only
ever makes times longer. So of a time the least counts that any row with two
threads or more has, and fine distinctions are not made (ALIKE).
"""
from dataclasses import dataclass
from statistics import geometric_mean, median

from kmapreport import evidence
from kmapreport.numbers import per_thousand

ALIKE = 1.25  # a factor that one run cannot be trusted with
FEW = 1.0     # interrupts per 1000 maps below which fewer are no better


@dataclass
class Choice:
    """One strategy, with the locks it is right with, and what it costs."""
    strategy: str
    locks: list
    any_cpu: bool   # the address is good on any CPU
    time: float     # cycles of a map, of all threads together
    hold: float     # longest hold, in cycles
    wait: float     # longest wait, in cycles
    ipis: float     # per 1000 maps with the most threads

    def costs(self):
        """What is compared; nothing is 0."""
        return (max(self.time, 1), max(self.hold, 1), max(self.wait, 1),
                max(self.ipis, FEW))

    def score(self):
        return geometric_mean(self.costs())


def least_time(rows):
    """Cycles between two maps, whichever thread does them."""
    return min(r["cycles_per_op"] / r["threads"] for r in rows)


def measure(run, strategy, locks, any_cpu=True):
    """What it costs with these locks."""
    top = [evidence.top_row(run, strategy, lock) for lock in locks]
    rows = [r for lock in locks
            for r in evidence.rows_of(run, strategy, lock, "cycle")
            if r["threads"] > 1]
    return Choice(strategy, locks, any_cpu, least_time(rows),
                  min(r["hold_max"] for r in rows),
                  min(r["wait_max"] for r in rows),
                  median(per_thousand(r["ipis"], r["ops"]) for r in top))


def right_locks(run, strategy, any_cpu):
    """The locks with which nothing speaks against it, and enough for it."""
    return [lock for lock in evidence.locks_of(run)
            if not evidence.faults(run, strategy, lock, any_cpu)
            and not evidence.gaps(run, strategy, lock, any_cpu)]


def choices(run):
    """All that are left, the best first: what is right with every lock before
    what is right with one only."""
    out = []
    for strategy in evidence.strategies_of(run):
        locks = right_locks(run, strategy, True)
        any_cpu = bool(locks)
        locks = locks or right_locks(run, strategy, False)
        if locks:
            out.append(measure(run, strategy, locks, any_cpu))
    return sorted(out, key=lambda c: (-len(c.locks), c.score()))


def as_good(best, left):
    """Those that one run cannot tell from the best."""
    return [c for c in left if c is not best
            and len(c.locks) == len(best.locks)
            and c.score() <= best.score() * ALIKE]
