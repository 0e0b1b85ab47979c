# SPDX-License-Identifier: MIT
"""scaling.py - what more CPUs bring: throughput, and the interrupts that CPUs
send each other."""
from kmapreport import evidence, rows
from kmapreport.numbers import few, per_thousand, plural, short
from kmaphtml.chart import Chart, by_strategy, doubling
from kmaphtml.markup import paragraph
from kmaphtml.sources import Section

WORKLOADS = {"hot": "hits", "cycle": "misses"}


def rows_by_threads(run, strategy, lock, workload):
    """[(threads, row)] of what has a speed, in order."""
    return sorted((row["threads"], row) for row in rows.rows_of(
        run, strategy=strategy, lock=lock, workload=workload,
        accounting="none") if rows.has_speed(row))


def figures(run, lock, workload, figure):
    """{strategy: {threads: figure(row)}}"""
    return {name: {threads: figure(row) for threads, row in rows_by_threads(
        run, name, lock, workload)} for name in run.catalog.names("strategy")}


def against_cpus(run, name, title, unit, found, style, text):
    """A chart of lines over the number of CPUs, one for each strategy.
    `style` puts a figure in words."""
    counts = sorted({n for its in found.values() for n in its})
    return Chart(
        name, title, "CPUs", unit, by_strategy(run.catalog, lambda strategy: [
            pair for pair in found[strategy].items()
            if pair[1] is not None]),
        f"{text} A line for each strategy, over "
        f"{', '.join(map(str, counts))} CPUs.",
        ["strategy", *(f">{plural(n, 'CPU')}" for n in counts)],
        [[strategy, *(style(its.get(n)) for n in counts)]
         for strategy, its in found.items() if its], options=[
             *doubling(counts), "set yrange [0:*]"])


def throughput_charts(run, locks):
    """How many maps, of all CPUs together."""
    per = "million instructions" if run.env["unit"] == "instructions" \
        else "second"
    for workload, word in WORKLOADS.items():
        for lock in locks:
            yield against_cpus(
                run, f"throughput-{workload}-{lock}",
                f"Throughput of {word}, lock={lock}", f"{word} / {per}",
                figures(run, lock, workload, lambda row: rows.rate(
                    row, run.env)), short,
                f"{word.capitalize()} of all CPUs together in a {per}.")


def throughput(sources):
    """The section."""
    run = sources.rulers.scaling
    if not run:
        return None
    return Section("throughput", "Throughput against CPUs", [
        paragraph(f"All threads map and unmap as fast as they can, on "
                  f"{run.platform}, whose CPUs advance "
                  f"{run.env['cpus_advance'].replace('-', ' ')}. What a "
                  "deadlock cut short has no speed."),
        *filter(None, throughput_charts(
            run, evidence.locks_of(sources.results)))])


def interrupts(sources):
    """How many interrupts the shootdowns take."""
    run = sources.rulers.scaling
    if not run:
        return None
    return Section("interrupts", "Interrupts for 1000 maps", [
        paragraph("Interrupts that CPUs send each other for shootdowns, while "
                  "every map is a miss. A CPU that is interrupted does nothing "
                  "else meanwhile."),
        *filter(None, (against_cpus(
            run, f"interrupts-{lock}", f"Interrupts, lock={lock}",
            "interrupts / 1000 maps",
            figures(run, lock, "cycle", lambda row: per_thousand(
                row["ipis"], row["ops"])), few,
            "Interrupts to other CPUs for 1000 maps that are misses.")
            for lock in evidence.locks_of(sources.results)))])
