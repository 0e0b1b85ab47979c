# SPDX-License-Identifier: MIT
"""window.py - what the size of the window changes: costs and interrupts."""
from kmapreport import evidence, windows
from kmapreport.numbers import few, short
from kmaphtml.chart import Chart, by_strategy, doubling
from kmaphtml.markup import paragraph, with_code
from kmaphtml.sources import Section

HOW = "`make window` runs it, in less than a minute."
FIGURES = {  # name: (figure, title, label, how a figure is written)
    "window-cost": (windows.cost, "A miss", "{unit}", short),
    "window-hold": (windows.hold, "The longest hold", "{unit}", short),
    "window-interrupts": (windows.interrupts, "Interrupts",
                          "interrupts / 1000 maps", few)}


def chart(sources, name, lock):
    """A line for each strategy, over the number of slots."""
    figure, title, label, style = FIGURES[name]
    runs = sources.windows
    sizes = sorted({run.env["slots"] for run in runs.runs if run.env})
    found = {strategy: dict(windows.over_windows(
        runs, figure, strategy, lock))
        for strategy in sources.catalog.names("strategy")}
    return Chart(
        f"{name}-{lock}", f"{title}, lock={lock}", "slots",
        label.format(unit=runs.env["unit"]),
        by_strategy(sources.catalog, lambda strategy: [
            (size, value) for size, value in found[strategy].items()
            if value]),
        f"{title} with one thread. A line for each strategy, over windows of "
        f"{', '.join(map(str, sizes))} slots. What is 0 has no line.",
        ["strategy", *(f">{size} slots" for size in sizes)],
        [[strategy, *(style(its.get(size)) for size in sizes)]
         for strategy, its in found.items() if its], options=[
             *doubling(sizes), "set logscale y" if name != "window-cost" else
             "set yrange [0:*]", "set format y '%.0s%c'"])


def section(sources):
    """Three charts for each lock, or how to get them."""
    parts = [paragraph(
        "A small window is used up more often, so there are more shootdowns; "
        "a large one takes longer to recycle, with more pages to forget at a "
        "time."), paragraph(with_code(sources.windows_note), class_="note")
        if sources.windows_note else None]
    if sources.windows:
        parts += filter(None, (
            chart(sources, name, lock) for name in FIGURES
            for lock in evidence.locks_of(sources.windows)))
    return Section("window", "The size of the window", parts)
