# SPDX-License-Identifier: MIT
"""stress.py - the stress runs: what was found in how many maps.

A run ends with its first finding. Where the reason of a row that is complete
says "not caught", something should have been found.
"""
from kmapreport.numbers import plural
from kmapreport.table import line, stale_of

LOST_WAKEUP = "threads slept for a slot that nobody freed"

COLUMNS = (
    ("", "strategy", -10), ("", "lock", -4), ("", "maps", 10),
    ("checked", "accesses", 10), ("stale", "accesses", 8),
    ("double", "maps", 6), ("lost", "wake-ups", 8), ("dead-", "locks", 5),
)


def lost_wakeups(row):
    """A lost wake-up ends the row: there is one or none."""
    return int((row["reason"] or "").startswith(LOST_WAKEUP))


def verdict(row):
    """What became of it, in words."""
    if row["complete"]:
        return row["reason"] or "nothing found"
    return f"caught after {plural(row['ops'], 'map')}: {row['reason']}"


def row_line(row):
    """One strategy with one lock."""
    return line([row["strategy"], row["lock"], str(row["ops"]),
                 str(row["checked"]), str(stale_of(row)),
                 str(row["double_maps"]), str(lost_wakeups(row)),
                 str(row["deadlocks"])], COLUMNS) + "  " + verdict(row)


def lines(run, options):
    """The stress runs' section."""
    del options
    rows = [r for r in run.of("bench") if r["workload"] == "stress"]
    if not rows:
        return []
    first = rows[0]
    return [f"Stress: random delays, workloads and threads on "
            f"{plural(first['threads'], 'CPU')}, "
            f"windows of 8 to {first['slots']} slots"] + [
        line([c[i] for c in COLUMNS], COLUMNS).rstrip() for i in (0, 1)] + [
        row_line(r) for r in rows]
