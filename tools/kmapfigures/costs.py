# SPDX-License-Identifier: MIT
"""costs.py - what a strategy costs, from docs/records/exact.jsonl.

In that run the clock counts instructions, and no figure depends on the host:
the same kernel gives the same digits.
"""
import re

from kmaprun.platforms import PLATFORMS
from kmapreport.numbers import per_thousand, short
from kmapfigures import sources, store

MISSING = ["*Not recorded yet: `make record`.*"]


def cycles_per_instruction(env):
    """QEMU's icount shift: an instruction takes 2^shift ns of guest time."""
    shift = int(re.search(r"shift=(\d+)",
                          " ".join(PLATFORMS["exact"].options)).group(1))
    return (1 << shift) * env["tsc_khz"] / 1e6


def instructions(run, cycles):
    return None if cycles is None else cycles / cycles_per_instruction(run.env)


def mean(run, strategy, lock, workload):
    """Instructions of a map and its unmap, one thread."""
    row = store.row(run, strategy=strategy, lock=lock, workload=workload,
                    threads=1)
    return instructions(run, row["cycles_per_op"]) if row else None


def many(run, strategy, lock, workload, field):
    """A field of the row with the most threads; `deadlock` where it ended
    so."""
    rows = [r for r in run.of("bench") if r["strategy"] == strategy and
            r["lock"] == lock and r["workload"] == workload]
    if not rows:
        return None
    row = max(rows, key=lambda r: r["threads"])
    if row["deadlocks"]:
        return "DEADLOCK"
    if field == "ipis":
        value = per_thousand(row["ipis"], row["ops"])
        return f"{value:.1f}" if value < 10 else short(value)
    return short(instructions(run, row[field]))


def cells(run, strategy, lock):
    """hot, cycle, longest hold with 1 thread; IPIs with many."""
    row = store.row(run, strategy=strategy, lock=lock, workload="cycle",
                    threads=1)
    hold = instructions(run, row["hold_max"]) if row else None
    return [short(mean(run, strategy, lock, "hot")),
            short(mean(run, strategy, lock, "cycle")), short(hold),
            many(run, strategy, lock, "cycle", "ipis") or "-"]


def table():
    """A line for each strategy and lock."""
    run = store.load("exact")
    if run is None:
        return MISSING
    threads = max(r["threads"] for r in run.of("bench"))
    out = [f"| strategy | lock | hit | miss | longest hold | IPIs per 1000 "
           f"misses, {threads} threads |", "|---|---|--:|--:|--:|--:|"]
    for name in sources.names():
        for lock in sources.LOCKS:
            out.append(f"| {name} | {lock} | "
                       + " | ".join(cells(run, name, lock)) + " |")
    return out


def floors():
    """What needs no strategy: its cost with 1 thread and all CPUs there."""
    run = store.load("exact")
    if run is None:
        return MISSING
    out = ["| floor | instructions | what |", "|---|--:|---|"]
    for name, summary in sources.floors():
        row = store.row(run, workload=name, threads=1)
        value = "not recorded yet" if row is None else short(
            instructions(run, row["cycles_per_op"]))
        out.append(f"| `{name}` | {value} | {summary} |")
    return out


def line(strategy):
    """One strategy's costs as a sentence."""
    run = store.load("exact")
    if run is None:
        return MISSING
    parts = []
    for lock in sources.LOCKS:
        hit, miss, hold, ipis = cells(run, strategy, lock)
        ipis = "deadlocks" if ipis == "DEADLOCK" else \
            f"{ipis} IPIs per 1000 misses"
        parts.append(f"`lock={lock}`: hit {hit}, miss {miss}, longest hold "
                     f"{hold}, {ipis}")
    return [f"**Cost,** in [instructions](#what-it-costs). {parts[0]};",
            f"{parts[1]}."]
