# SPDX-License-Identifier: MIT
"""latency.py - how long single maps take: percentiles, with all CPUs busy."""
from kmapreport import evidence, rows
from kmapreport.numbers import plural, short
from kmaphtml.chart import Chart, by_strategy
from kmaphtml.markup import paragraph
from kmaphtml.sources import Section

PERCENTILES = {"p50": "50 %", "p99": "99 %", "p999": "99.9 %", "max": "all"}
TICS = ", ".join(f'"{words}" {at}' for at, words in enumerate(
    PERCENTILES.values())).replace("%", "%%")


def row_at_the_top(run, strategy, lock):
    """Misses with the most threads."""
    row = rows.row_of(run, strategy=strategy, lock=lock, workload="cycle",
                      threads=rows.top_threads(run), accounting="none")
    return row if rows.has_speed(row) else None


def chart(run, lock):
    """A line for each strategy, over the percentiles."""
    unit, threads = run.env["unit"], rows.top_threads(run)
    found = {name: row_at_the_top(run, name, lock)
             for name in run.catalog.names("strategy")}
    found = {name: row for name, row in found.items() if row}
    return Chart(
        f"latency-{lock}", f"A miss with {plural(threads, 'CPU')}, "
        f"lock={lock}", "that many of the maps take at most", unit,
        by_strategy(run.catalog, lambda name: [
            (at, found[name][field]) for at, field in enumerate(PERCENTILES)
            if found[name][field] is not None] if name in found else []),
        f"For each strategy what half of the maps take at most, what "
        f"99 % take, 99.9 %, and the longest, in {unit} on a scale of powers "
        "of ten.",
        ["strategy", *(f">{words}" for words in PERCENTILES.values())],
        [[name, *(short(row[field]) for field in PERCENTILES)]
         for name, row in found.items()], options=[
             "set logscale y", "set format y '%.0s%c'",
             f"set xtics ({TICS})", "set xrange [-0.2:3.2]"])


def section(sources):
    """One chart for each lock."""
    run = sources.rulers.scaling
    if not run:
        return None
    return Section("latency", "Latency percentiles", [
        paragraph("A map that finds a free slot is short. The one that has to "
                  "recycle the window pays for all, and those that wait for "
                  "the lock meanwhile pay, too: so the tail tells more than "
                  "the median."),
        *filter(None, (chart(run, lock)
                       for lock in evidence.locks_of(sources.results)))])
