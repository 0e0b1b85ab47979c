# SPDX-License-Identifier: MIT
"""compare.py - two runs side by side: what was different to begin with, and
what came out differently."""
from kmapreport import evidence
from kmapreport.numbers import plural, short
from kmapreport.rulers import Rulers
from kmaphtml import costs
from kmaphtml.markup import element, paragraph, table
from kmaphtml.sources import Section

SHOWN = ("mean", "p99", "hold_max", "ipis", "verdict")
FEW = 30  # rows that are shown unasked


def plain(value):
    """A value from a record, for people."""
    if isinstance(value, list):
        return " ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def change(pair):
    """264 to 141 (-47 %)"""
    if pair is None:
        return ""
    old, new = pair
    if not (isinstance(old, int) and isinstance(new, int)):
        return f"{plain(old)} to {plain(new)}"
    return f"{short(old)} to {short(new)}" + (
        f" ({100 * (new - old) / old:+.0f} %)" if old else "")


def size(row):
    """How much a row has changed, to sort by; a new verdict counts most."""
    old, new = row[1].get("mean", (None, None))
    if "verdict" in row[1] or not old or new is None:
        return float("verdict" in row[1]) * 1e9
    return abs(new / old - 1)


def name_of(key):
    """cycle, held spin, 8 threads, all"""
    workload, strategy, lock, threads, accounting, *_ = key
    whose = f", {strategy} {lock}" if strategy else ""
    return f"{workload}{whose}, {plural(threads, 'thread')}, {accounting}"


def rows_table(rows, platform):
    """The rows that changed, those that changed most first."""
    shown = table(["row", *SHOWN, "other figures"], [
        [name_of(key), *(change(figures.get(name)) for name in SHOWN),
         ", ".join(name for name in figures if name not in SHOWN)]
        for key, figures in sorted(rows, key=size, reverse=True)],
        f"Rows of the benchmark that changed, {platform}")
    return shown if len(rows) <= FEW else element(
        "details", element("summary", plural(len(rows), "row")), shown)


def costs_of(sources, strategy, lock):
    """What a strategy costs, in the columns where that changed."""
    then, now = (rulers.figures(strategy, lock)
                 for rulers in (Rulers(sources.before), sources.rulers))
    return [f"{words(then[name])} to {words(now[name])}"
            if words(then[name]) != words(now[name]) else ""
            for name, words in costs.COLUMNS.items()]


def costs_table(sources):
    """The first screen's figures that changed; None if none did."""
    found = [[strategy, lock, *costs_of(sources, strategy, lock)]
             for strategy in evidence.strategies_of(sources.results)
             for lock in evidence.locks_of(sources.results)]
    found = [row for row in found if any(row[2:])]
    if not found:
        return paragraph("No figure of the first screen changed.")
    heads = [head.removeprefix(">") for head in costs.heads(sources.rulers)]
    return table([*heads[:2], *heads[3:]], found,
                 "Figures of the first screen that changed")


def counts(its):
    """A sentence."""
    return (f"{plural(len(its.rows), 'row')} of the benchmark changed, "
            f"{its.alike} did not; {its.alone['before']} are in the old run "
            f"only, {its.alone['now']} in the new one only. "
            f"{plural(len(its.verdicts), 'verdict')} of scenarios changed.")


def part(its):
    """One platform."""
    out = [element("h3", its.platform), paragraph(counts(its))]
    if its.causes:
        out.append(table(["what", "before", "now"], [
            [name, plain(old), plain(new)] for name, old, new in its.causes],
            "What was run, with what", class_="text"))
    if its.verdicts:
        out.append(table(["scenario", "strategy", "lock", "before", "now"], [
            [*key, plain(old), plain(new)]
            for key, old, new in its.verdicts], "Verdicts that changed"))
    return [*out, rows_table(its.rows, its.platform)] if its.rows else out


def section(sources):
    """All platforms that both runs have."""
    if sources.differences is None:
        return None
    return Section("compare", f"Compared with {sources.base}", [
        paragraph("Counts of instructions alone are compared, and each "
                  "platform with itself: the same kernel leaves the same "
                  "digits there, so each difference has a cause."),
        costs_table(sources),
        *(piece for its in sources.differences for piece in part(its))])


def lines(sources):
    """The same for a terminal, in short."""
    return [f"{its.platform}, compared with {sources.base}: {counts(its)}"
            for its in sources.differences or ()]
