# SPDX-License-Identifier: MIT
"""locks.py - how long kmap_lock is held: all of it, not the longest alone."""
from kmapreport import evidence, histogram, rows
from kmapreport.numbers import plural, short
from kmaphtml.chart import Chart, by_strategy
from kmaphtml.markup import paragraph
from kmaphtml.sources import Section

PERCENTILES = {500: "50 %", 900: "90 %", 990: "99 %", 999: "99.9 %"}


def holds_of(run, strategy, lock):
    """With the most threads, of which all that hold it are timed."""
    row = rows.row_of(run, strategy=strategy, lock=lock, workload="cycle",
                      threads=rows.top_threads(run), accounting="all")
    return histogram.of(row, "holds") if rows.has_speed(row) else None


def curve(holds):
    """The share of holds that were longer; the last ends at the longest."""
    points = holds.longer()
    return [(holds.steps[0][0], 1), *points,
            (holds.max, points[-1][1] if points else 1)]


def chart(run, lock):
    """A line for each strategy."""
    unit = run.env["unit"]
    found = {name: holds for name in run.catalog.names("strategy")
             if (holds := holds_of(run, name, lock))}
    return Chart(
        f"holds-{lock}", f"Holds of kmap_lock, "
        f"{plural(rows.top_threads(run), 'CPU')}, lock={lock}",
        f"longer than so many {unit}", "share of all holds",
        by_strategy(run.catalog, lambda name: curve(found[name])
                    if name in found else []),
        "For each strategy the share of holds that were longer than a time, "
        "both on scales of powers of ten: what is further to the right and "
        "higher lets others wait longer.",
        ["strategy", ">holds", *(f">{words}" for words
                                 in PERCENTILES.values()), ">longest"],
        [[name, f"{holds.count:,}", *(short(holds.percentile(permille))
                                      for permille in PERCENTILES),
          short(holds.max)] for name, holds in found.items()], "steps",
        ["set logscale xy", "set format x '%.0s%c'", "set yrange [:1.2]",
         "set format y '%g'"])


def section(sources):
    """One chart for each lock."""
    run = sources.rulers.scaling
    if not run:
        return None
    charts = list(filter(None, (
        chart(run, lock) for lock in evidence.locks_of(sources.results))))
    if not charts:
        charts = [paragraph("These records have no histograms: those of "
                            "version 2 have the longest hold alone.")]
    return Section("holds", "How long the lock is held", [
        paragraph("Whoever wants the lock waits as long as it is held. Most "
                  "holds are short; the few in which the window is recycled "
                  "are what others wait for."), *charts])
