# SPDX-License-Identifier: MIT
"""histogram.py - the histograms in records: a list of a value, how many were
not above it but above the one before, the next value..."""
from itertools import accumulate


class Histogram:
    """Counts of values. `steps`: [(value, how many)], values rising."""

    def __init__(self, flat):
        self.steps = list(zip(flat[::2], flat[1::2]))
        self.count = sum(flat[1::2])

    @property
    def max(self):
        return self.steps[-1][0]

    def percentile(self, permille):
        """The value that so many of 1000 do not exceed."""
        rank = self.count * permille / 1000
        totals = accumulate(count for _, count in self.steps)
        return next(value for (value, _), total in zip(self.steps, totals)
                    if total >= rank)

    def longer(self):
        """[(value, share of all that are above it)], but for the last, which
        none is above."""
        totals = accumulate(count for _, count in self.steps[:-1])
        return [(value, 1 - total / self.count)
                for (value, _), total in zip(self.steps, totals)]


def of(row, name):
    """A row's; None if there is none."""
    return Histogram(row[name]) if row and row[name] else None
