# SPDX-License-Identifier: MIT
"""scaling.py - how strategies scale on simulated machines with caches, from
docs/records/scale.jsonl."""
from kmapreport.numbers import factor
from kmapfigures import markdown, store

EQUAL = 0.95  # of the rate of the fastest of a group: counts as equal to it


def rate(row):
    """Maps in a million cycles."""
    return row["ops"] / row["elapsed"] * 1e6


def is_plain(row):
    """Whether its costs are those of the machine."""
    return row["transfer_percent"] == row["interrupt_percent"] == 100


def ranking(rows):
    """Strategies by rate, the fastest first. Those of one group are in the
    order of the alphabet."""
    rates = {r["strategy"]: rate(r) for r in rows}
    groups = []
    for name in sorted(rates, key=lambda name: -rates[name]):
        if groups and rates[name] > EQUAL * rates[groups[-1][0]]:
            groups[-1].append(name)
        else:
            groups.append([name])
    return " > ".join(" = ".join(sorted(group)) for group in groups)


def rankings(records):
    """A line for each machine: misses on most CPUs; and what changes if costs
    are half or twice as much. [] if that was not run."""
    out, plain = [], {}
    most = max(r["threads"] for r in records)
    some = {}
    for r in records:
        if r["workload"] == "cycle" and r["threads"] == most:
            key = r["machine"], r["transfer_percent"], r["interrupt_percent"]
            some.setdefault(key, []).append(r)
    if all(is_plain(rows[0]) for rows in some.values()):
        return []
    for (machine, lines, ipis), rows in sorted(
            sorted(some.items()), key=lambda item: not is_plain(item[1][0])):
        if is_plain(rows[0]):
            plain[machine] = ranking(rows)
            out.append(f"{machine}: {plain[machine]}")
        elif ranking(rows) != plain[machine]:
            out.append(f"{machine}, transfers at {lines} %, interrupts at "
                       f"{ipis} %: {ranking(rows)}")
    return out


def recorded():
    return store.lines("scale")


def ranks():
    """The rankings, as text."""
    records = recorded()
    return store.MISSING if records is None else \
        markdown.fenced(rankings(records))


def table(machine, workload):
    """A line for each strategy: the rate of one CPU; for more, how many times
    as fast they are; lines and interrupts for most of them."""
    records = recorded()
    if records is None:
        return store.MISSING
    by = {(r["strategy"], r["threads"]): r for r in records if is_plain(r)
          and r["machine"] == machine and r["workload"] == workload}
    counts = sorted({threads for _, threads in by})
    last = counts[-1]
    return markdown.table(
        ["strategy", f">maps in 10^6 cycles, {counts[0]} CPU",
         *(f">{n}" for n in counts[1:]), f">transfers a map, {last} CPUs",
         f">IPIs per 1000 maps, {last} CPUs"],
        [(name, round(rate(by[name, counts[0]])),
          *(factor(rate(by[name, n]) / rate(by[name, counts[0]]))
            for n in counts[1:]),
          *(round(by[name, last][what] / by[name, last]["ops"] * times, 1)
            for what, times in (("transfers", 1), ("ipis", 1000))))
         for name in dict.fromkeys(name for name, _ in by)])
