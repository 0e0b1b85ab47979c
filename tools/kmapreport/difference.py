# SPDX-License-Identifier: MIT
"""difference.py - what changed between two runs: the counts of platforms on
which the same kernel leaves the same digits, so that every difference has a
cause. Platforms are never mixed.
"""
from dataclasses import dataclass

KEY = ("workload", "strategy", "lock", "threads", "accounting", "slots",
       "batch", "seed")
FIGURES = ("mean", "p50", "p99", "p999", "max", "hold_max", "wait_max",
           "irqoff_max", "ops", "elapsed", "misses", "shootdowns", "ipis",
           "stale_reads", "stale_writes", "double_maps", "bad_counts",
           "lost_wakeups", "deadlocks", "verdict")
MADE = ("command", "kernel", "compiler", "emulator", "mem_mib", "args")
MACHINE = ("cpus", "unit", "cpus_advance")  # other ones measure other things


class NotAlike(ValueError):
    """Nothing can be compared, and why."""


@dataclass
class Difference:
    """Of one platform."""

    platform: str
    causes: list    # (what, before, now): what was run, with what
    verdicts: list  # ((scenario, strategy, lock), before, now)
    rows: list      # (key, {figure: (before, now)})
    alike: int      # rows in which nothing changed
    alone: dict     # {"before" or "now": how many rows the other has not}


def differing(before, now, names):
    """[(name, before, now)] of what differs."""
    return [(name, before.get(name), now.get(name)) for name in names
            if before.get(name) != now.get(name)]


def causes(before, now):
    """What was different to begin with."""
    parameters = sorted({*before.env["parameters"], *now.env["parameters"]})
    return [*differing(before.last("run") or {}, now.last("run") or {}, MADE),
            *differing(before.env, now.env, ("version", "slots", "directmap")),
            *differing(before.env["parameters"], now.env["parameters"],
                       parameters)]


def keyed(run, kind, key):
    """{key: record}; of two with one key, the last."""
    return {tuple(r[name] for name in key): r for r in run.of(kind)}


def verdicts(before, now):
    """Scenarios with another verdict; None: it was not played."""
    old, new = (keyed(run, "scenario", ("name", "strategy", "lock"))
                for run in (before, now))
    found = ((key, *(its[key]["verdict"] if key in its else None
                     for its in (old, new))) for key in {**old, **new})
    return [change for change in found if change[1] != change[2]]


def of_platform(before, now):
    """All that differs between two runs on one platform."""
    wrong = differing(before.env, now.env, MACHINE)
    if wrong:
        raise NotAlike(f"{now.platform}: other machines (" + ", ".join(
            f"{name}: {old}, now {new}" for name, old, new in wrong) + ")")
    old, new = (keyed(run, "bench", KEY) for run in (before, now))
    both = [key for key in new if key in old]
    found = [(key, {name: (was, is_now) for name, was, is_now in differing(
        old[key], new[key], FIGURES)}) for key in both]
    changed = [(key, figures) for key, figures in found if figures]
    return Difference(
        now.platform, causes(before, now), verdicts(before, now), changed,
        len(both) - len(changed), {"before": len(old) - len(both),
                                   "now": len(new) - len(both)})


def platforms_of(results):
    """Those that leave the same digits every time."""
    return [run.platform for run in results.runs
            if run.env and run.env["repeatable"]]


def between(before, now):
    """[Difference], one for each platform that both were run on."""
    shared = [name for name in dict.fromkeys(platforms_of(now))
              if name in platforms_of(before)]
    if not shared:
        raise NotAlike(
            "the two runs have no platform in common that counts instructions "
            f"(before: {', '.join(r.platform for r in before.runs)}; now: "
            f"{', '.join(r.platform for r in now.runs)})")
    return [of_platform(before.on(name), now.on(name)) for name in shared]
