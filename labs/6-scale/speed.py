# SPDX-License-Identifier: MIT
"""speed.py - lab 6: what a map costs, on the two platforms whose clocks count
instructions. Both run the same kernel to the same figures on every host.

thresholds.json has what `held` and a solution cost where it was made.
Compilers differ, so only ratios to `held` are taken from it: `held` is
measured again in the student's kernel. `make lab-limits` writes it.
"""
import json
from pathlib import Path

from kmapgrade import build, judges

THRESHOLDS = Path(__file__).with_name("thresholds.json")
BASE, GOAL = "held", "mine"
# What a small change of the code around may cost: as in tests/perf. Where CPUs
# contend, it also changes who meets whom: the same algorithm in other words
# took 4 % longer, with 6 % more interrupts.
TOLERANCE = 1.02
CONTENDED = ("hit8", "miss8", "ipis8")
CONTENDED_TOLERANCE = 1.10
# In a row: so many that the window is recycled some 20 times.
OPS = 10000
# Of a host; a slow strategy must not be lost for being slow.
CPU_SECONDS = 200
# name: (platform, threads, workload, what it is)
METRICS = {
    "hit1": ("exact", 1, "hot", "instructions a hit, 1 CPU"),
    "miss1": ("exact", 1, "cycle", "instructions a miss, 1 CPU"),
    "hit8": ("bochs", 8, "hot", "instructions of time a hit, 8 CPUs"),
    "miss8": ("bochs", 8, "cycle", "instructions of time a miss, 8 CPUs"),
    "ipis8": ("bochs", 8, "cycle", "interrupts for 1000 misses, 8 CPUs"),
}


def value_of(row, name):
    """A figure of a row of the benchmark."""
    if name == "ipis8":
        return 1000 * row["ipis"] / row["ops"]
    return row["mean"] if row["threads"] == 1 else row["elapsed"] / row["ops"]


def measure(built, *strategies):
    """{(strategy, metric): figure}, of what ran to its end."""
    found = {}
    built = build.measured(built)
    for platform, threads in sorted({m[:2] for m in METRICS.values()}):
        _, out = judges.boot(
            built, threads, "run=measure", "lock=spin", "accounting=none",
            f"strategy={','.join(strategies)}", "workload=hot,cycle",
            f"threads={threads}", f"ops={OPS}", accel=platform,
            cpu_seconds=CPU_SECONDS)
        for row in judges.records(out / "results.jsonl"):
            if row["kind"] != "bench" or not row["complete"]:
                continue
            for name, metric in METRICS.items():
                if metric[:3] == (platform, row["threads"], row["workload"]):
                    found[row["strategy"], name] = value_of(row, name)
    return found


def limit(found, name):
    """How much a map may cost: as much as with the goal."""
    kept = json.loads(THRESHOLDS.read_text(encoding="utf-8"))["figures"]
    return (found[BASE, name] * kept[GOAL][name] / kept[BASE][name] *
            (CONTENDED_TOLERANCE if name in CONTENDED else TOLERANCE))


def keep(built, compiler):
    """Write thresholds.json."""
    found = measure(built, BASE, GOAL)
    figures = {strategy: {name: round(found[strategy, name], 2)
                          for name in METRICS} for strategy in (BASE, GOAL)}
    THRESHOLDS.write_text(json.dumps(
        {"compiler": compiler, "figures": figures}, indent=1) + "\n",
        encoding="utf-8")
