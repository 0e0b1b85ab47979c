# SPDX-License-Identifier: MIT
"""signals.py - which ways to signal a shootdown pay, by the floors of the run.

Each way is compared to the plain one, with the same number of threads; the
median of those ratios is what counts. Nothing is made of what one run cannot be
trusted with, unless its clock counts instructions.
"""
from statistics import median

from kmapreport.choice import ALIKE

PLAIN = "shootdown"
WAYS = {
    "shootdown-broadcast": "one message to all CPUs (not one to each)",
    "shootdown-serial": "own flush after the others' (not meanwhile)",
    "shootdown-early": "CPUs acknowledge before they flush (not after)",
    "shootdown-part": "8 slots (not the whole window)",
}
ALIKE_EXACT = 1.01


def times_of(run, workload):
    """{threads: median cycles} of its rows that were run to the end."""
    return {r["threads"]: r["p50"] for r in run.of("bench")
            if r["workload"] == workload and r["complete"] and r["p50"]}


def ratio(run, way):
    """Its time as a part of the plain one's; None if one of them is missing."""
    plain, its = times_of(run, PLAIN), times_of(run, way)
    both = [its[n] / plain[n] for n in plain if n in its]
    return median(both) if both else None


def word(value, alike):
    if value * alike <= 1:
        return "pays"
    return "costs" if value >= alike else "same"


def lines(run, options):
    """A line for each way."""
    del options
    exact = run.env is not None and run.env["platform"] == "exact"
    alike = ALIKE_EXACT if exact else ALIKE
    found = {way: ratio(run, way) for way in WAYS}
    out = [f"  {value:4.2f}x  {word(value, alike):5}  {way[len(PLAIN) + 1:]:9}  "
           f"{WAYS[way]}" for way, value in found.items() if value]
    if not out:
        return []
    return ["Ways to signal a shootdown (times of the plain one: CPUs told one "
            "by one, own flush", "meanwhile, acknowledged when flushed):"] + out
