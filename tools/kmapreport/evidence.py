# SPDX-License-Identifier: MIT
"""evidence.py - what a run's records say for and against a strategy.

Against it counts what it did to callers that keep the rules (docs/strategies.md
has them); what a wrong caller gets is told, but puts no strategy out. So a
scenario that this file does not name counts.
"""
from kmapreport.table import stale_of

# Scenarios whose caller breaks the rules.
WRONG_CALLERS = ("wrong-caller", "wrong-caller-lock", "irq-state")
# Those in which an address is handed to another CPU.
HANDED_OVER = ("stale-third",)
# Without these, too little has been seen; the second with lock=irq only.
NEEDED = ("stale-own", "stale-third", "blind-flusher", "double-map",
          "lost-wakeup")
NEEDED_IRQ = ("irq-deadlock",)
LEAST_CHECKED = 500  # maps that the oracle checked in the row that counts


def scenarios_of(run, strategy, lock):
    return [r for r in run.of("scenario")
            if (r["strategy"], r["lock"]) == (strategy, lock)]


def rows_of(run, strategy, lock, workload=None):
    """Its benchmark rows that were run."""
    return [r for r in run.of("bench")
            if (r["strategy"], r["lock"]) == (strategy, lock)
            and workload in (None, r["workload"]) and r["ops"] is not None]


def row_fault(row):
    """The verdict on a benchmark row, in the words of scenarios."""
    if row["deadlocks"]:
        return "deadlock"
    if stale_of(row):
        return "stale"
    if row["double_maps"]:
        return "double-map"
    return None if row["complete"] else "cut short"


def faults(run, strategy, lock, handed_over=True):
    """{verdict: [where it was seen]}; handed_over=False: where only the caller
    uses the address."""
    out = {}
    for r in scenarios_of(run, strategy, lock):
        told_only = r["name"] in WRONG_CALLERS or (
            r["name"] in HANDED_OVER and not handed_over)
        if r["verdict"] not in ("safe", "n/a") and not told_only:
            out.setdefault(r["verdict"], []).append(r["name"])
    rows = {}
    for row in rows_of(run, strategy, lock):
        fault = row_fault(row)
        if fault:
            rows.setdefault(fault, []).append(row)
    for fault, its in rows.items():
        names = list(dict.fromkeys(r["workload"] for r in its))
        out.setdefault(fault, []).append("benchmark " + ", ".join(names))
    return out


def wrong_callers(run, strategy, lock):
    """The scenarios in which a wrong caller made it hang, or worse. (irq-state
    is what the plain irq form of a lock does to everybody.)"""
    return [r["name"] for r in scenarios_of(run, strategy, lock)
            if r["name"] in WRONG_CALLERS
            and r["verdict"] not in ("safe", "n/a", "irq-state")]


def top_threads(run):
    """The most threads of any `cycle` row that was run; None for below 2."""
    counts = [r["threads"] for r in run.of("bench")
              if r["workload"] == "cycle" and r["ops"] is not None]
    return max(counts, default=0) if max(counts, default=0) >= 2 else None


def top_row(run, strategy, lock):
    """Its `cycle` row with the most threads, or None."""
    top = top_threads(run)
    return next((r for r in rows_of(run, strategy, lock, "cycle")
                 if r["threads"] == top), None)


def gaps(run, strategy, lock, handed_over=True):
    """What is missing before anything can be said for it, in words."""
    played = {r["name"]: r for r in scenarios_of(run, strategy, lock)}
    out = []
    for name in NEEDED + (NEEDED_IRQ if lock == "irq" else ()):
        record = played.get(name)
        if name in HANDED_OVER and not handed_over:
            continue
        if record is None or record["verdict"] == "n/a":
            out.append(f"{name} was not played")
        elif record["control"] != "safe":
            out.append(f"the control of {name} failed")
    row = top_row(run, strategy, lock)
    if row is None:
        out.append("no row of cycle with 2 threads or more")
    elif (row["checked"] or 0) < LEAST_CHECKED and not row_fault(row):
        out.append(f"only {row['checked']} maps checked in cycle")
    return out


def locks_of(run):
    return list(dict.fromkeys(r["lock"] for r in run.of("scenario")))


def strategies_of(run):
    return list(dict.fromkeys(r["strategy"] for r in run.of("scenario")))
