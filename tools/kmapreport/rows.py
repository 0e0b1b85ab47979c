# SPDX-License-Identifier: MIT
"""rows.py - benchmark rows: how to find one, and what its figures mean."""
from kmapreport.numbers import per_thousand

STRESS = "stress"  # the workload of a stress run's rows
MILLION = 1000000


def rows_of(run, **fields):
    """The rows with these fields."""
    return [r for r in run.of("bench")
            if all(r[key] == value for key, value in fields.items())]


def row_of(run, **fields):
    """The first row with these fields, or None."""
    return next(iter(rows_of(run, **fields)), None)


def has_speed(row):
    """A row that something cut short has none."""
    return bool(row and row["ops"] and row["complete"] and row["elapsed"])


def cost(row, env):
    """Ticks of one operation: the mean, where nothing disturbs it; else the
    median, which preemption of the emulator does not set. None: that row
    cannot tell."""
    if not has_speed(row):
        return None
    return row["mean"] if env["repeatable"] else row["p50"]


def rate(row, env):
    """Operations of all threads together: each million instructions, or each
    second of a clock."""
    if not has_speed(row):
        return None
    ticks = MILLION if env["unit"] == "instructions" else env["tsc_khz"] * 1000
    return row["ops"] * ticks / row["elapsed"]


def wrong_accesses(row):
    """Accesses that reached another page; None if the row was not run."""
    return None if row["stale_reads"] is None else \
        row["stale_reads"] + row["stale_writes"]


def ipis_per_miss(row):
    """Interrupts for 1000 maps that needed a new slot."""
    return per_thousand(row["ipis"], row["misses"])


def top_threads(run, workload="cycle"):
    """The most threads that the workload was run with; 0: it was not."""
    return max((r["threads"] for r in rows_of(run, workload=workload)
                if r["ops"] is not None), default=0)
