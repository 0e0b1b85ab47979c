# SPDX-License-Identifier: MIT
"""stress.py - the stress runs: what was found in how many maps.

A run ends with its first finding. Where the reason of a row that is complete
says "not caught", something should have been found.
"""
from kmapreport import platforms
from kmapreport.layout import line, wrapped
from kmapreport.numbers import plural
from kmapreport.rows import STRESS, rows_of, wrong_accesses

HEADS = (
    ("", "", "", "", "wrong", "double", "lost", "dead-", ""),
    ("strategy", "lock", "maps", "checked", "acc.", "maps", "wakeups",
     "locks", "verdict"),
)
WIDTHS = (-10, -4, 11, 11, 6, 6, 7, 5, -11)


def row_lines(row, catalog):
    """One strategy with one lock, and why it ended if it ended early."""
    out = [line([row["strategy"], row["lock"],
                 *(str(value) for value in (
                     row["ops"], row["checked"], wrong_accesses(row),
                     row["double_maps"], row["lost_wakeups"],
                     row["deadlocks"])),
                 catalog.word(row["verdict"])], WIDTHS)]
    if row["reason"]:
        out += wrapped(row["reason"], " " * 16, " " * 16)
    return out


def run_lines(run):
    """The stress runs of one run."""
    rows = rows_of(run, workload=STRESS)
    if not rows:
        return []
    out = platforms.heading(run) + wrapped(
        f"Stress: random delays, workloads and threads on "
        f"{plural(rows[0]['threads'], 'CPU')}, windows of 8 to "
        f"{rows[0]['slots']} slots")
    out += [line(heads, WIDTHS) for heads in HEADS]
    return out + [text for row in rows
                  for text in row_lines(row, run.catalog)]


def lines(results, options):
    """The stress runs' section."""
    del options
    return [text for run in results.runs for text in run_lines(run)]
