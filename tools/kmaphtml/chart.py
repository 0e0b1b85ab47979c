# SPDX-License-Identifier: MIT
"""chart.py - what a chart shows. gnuplot draws it; next to it stand the same
figures as a table, and in it a text for those who do not see it."""
from dataclasses import dataclass, field


@dataclass
class Series:
    """A line, or the bars of one colour. `style` says which colour, point and
    dashes it has, from 1 on: a strategy has the same in all charts."""

    label: str
    style: int
    points: list  # (x, y); of bars (label, y)


@dataclass
class Chart:
    """One chart. `name` is its id on the page."""

    name: str
    title: str
    x_label: str
    y_label: str
    series: list
    text: str  # in place of the picture: what it shows
    heads: list
    rows: list
    kind: str = "lines"  # lines, steps or bars
    options: list = field(default_factory=list)  # gnuplot commands

    def __bool__(self):
        return any(series.points for series in self.series)


def by_strategy(catalog, points_of):
    """A series for each strategy: points_of(name) are its points. Those
    without any are left out."""
    found = ((style, name, points_of(name)) for style, name in enumerate(
        catalog.names("strategy"), 1))
    return [Series(name, style, points) for style, name, points in found
            if points]


def doubling(values):
    """gnuplot commands for an axis on which each value has a place, and the
    double is always as far away; with room on both sides."""
    return ["set logscale x 2", f"set xtics ({', '.join(map(str, values))})",
            f"set xrange [{0.93 * min(values)}:{1.08 * max(values)}]"] \
        if values else []
