# SPDX-License-Identifier: MIT
"""costs.py - what a strategy costs: the figures of the first screen."""
from kmapreport import evidence, screen
from kmapreport.numbers import factor, few, short
from kmaphtml.chart import Chart, Series
from kmaphtml.markup import element, paragraph, table
from kmaphtml.sources import Section

COLUMNS = {"hit": short, "miss": short, "hold": short, "hit_scale": factor,
           "miss_scale": factor, "ipis": few}
BARS = {"hit": "a hit", "miss": "a miss"}


def heads(rulers):
    """What stands above the figures."""
    many = rulers.threads
    return ["strategy", "lock", "verdict", ">hit", ">miss", ">longest hold",
            f">hits, {many} CPUs to 1", f">misses, {many} CPUs to 1",
            ">interrupts per 1000 misses"]


def caption(rulers):
    """Which machine each figure is from."""
    parts = []
    if rulers.costs:
        parts.append(f"Hit, miss and hold: {rulers.costs.env['unit']} on "
                     f"{rulers.costs.platform}.")
    if rulers.scaling:
        parts.append(f"The rest: {rulers.scaling.platform}.")
    return " ".join(parts)


def row(sources, strategy, lock):
    """One line."""
    its = sources.rulers.figures(strategy, lock)
    verdict, _ = screen.verdict_cells(sources.results, strategy, lock)
    kind = "good" if verdict == "safe" else "bad"
    return [strategy, lock, element("td", verdict, class_=kind),
            *(words(its[name]) for name, words in COLUMNS.items())]


def chart(sources, lock):
    """Bars of hits and misses."""
    rulers = sources.rulers
    names = evidence.strategies_of(sources.results)
    figures = {name: rulers.figures(name, lock) for name in names}
    unit = rulers.costs.env["unit"]
    return Chart(
        f"cost-{lock}", f"What a map and its unmap cost, lock={lock}",
        "", unit, [Series(title, (4, 2)[at], [
            (name, figures[name][bar]) for name in names
            if figures[name]["hit"] and figures[name]["miss"]])
            for at, (bar, title) in enumerate(BARS.items())],
        f"Two bars for each strategy with lock={lock}: the {unit} of a map "
        "and its unmap of a page that is mapped already, and of one that is "
        "not.", ["strategy", ">hit", ">miss"],
        [[name, *(short(figures[name][bar]) for bar in BARS)]
         for name in names], "bars",
        ["set yrange [0:*]", "set xtics rotate by -40 scale 0 font ',12'"])


def section(sources):
    """Table and bars."""
    if not sources.rulers.used():
        return None
    pairs = [(strategy, lock)
             for strategy in evidence.strategies_of(sources.results)
             for lock in evidence.locks_of(sources.results)]
    charts = [chart(sources, lock)
              for lock in evidence.locks_of(sources.results)] \
        if sources.rulers.costs else []
    return Section("costs", "What it costs", [
        table(heads(sources.rulers), [row(sources, *pair) for pair in pairs],
              caption(sources.rulers)),
        paragraph(screen.LEGEND, class_="note"), *filter(None, charts)])
