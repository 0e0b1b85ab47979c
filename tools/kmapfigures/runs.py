# SPDX-License-Identifier: MIT
"""runs.py - parts of the recorded run's report, as tools/report.py prints
them, and of the stress run."""
import argparse

import report
from kmapreport import verdicts as sections
from kmapreport.rows import STRESS, rows_of, wrong_accesses
from kmapfigures import markdown, store

NOT_YET = "not recorded yet"


def screen():
    """The first screen, whole."""
    results = store.load("run")
    if results is None:
        return store.MISSING
    options = argparse.Namespace(workload=None, only=None)
    return markdown.fenced(report.report_lines(results, options))


def verdicts(names, strategies):
    """The verdict lines of some scenarios and strategies."""
    results = store.load("run")
    if results is None:
        return store.MISSING
    out = []
    for name in names.split(","):
        some = [r for r in results.of("scenario") if r["name"] == name
                and r["strategy"] in strategies.split(",")]
        out += sections.scenario_lines(name, some, results.catalog)
    return markdown.fenced(out)


def stress_found(row, catalog):
    """What became of a stress run, in words."""
    if row["complete"]:
        return row["reason"] or "nothing"
    return catalog.word(row["verdict"])


def stress():
    """A line for each strategy and lock of the recorded stress run."""
    results = store.load("stress")
    if results is None:
        return store.MISSING
    env = results.env
    rows = rows_of(results, workload=STRESS)
    return [f"{env['cpus']} CPUs, platform `{env['platform']}`, windows of up "
            f"to {env['slots']} slots, seed {env['parameters']['seed']}.",
            ""] + markdown.table(
        ["strategy", "lock", ">maps", ">wrong accesses", ">double maps",
         ">lost wake-ups", ">deadlocks", "found"],
        [(r["strategy"], r["lock"], f"{r['ops']:,}", wrong_accesses(r),
          r["double_maps"], r["lost_wakeups"], r["deadlocks"],
          stress_found(r, results.catalog)) for r in rows])


def stress_line(strategy):
    """The same of one strategy, in words."""
    results = store.load("stress")
    rows = rows_of(results, workload=STRESS, strategy=strategy) \
        if results else []
    return "; ".join(
        f"{r['lock']}: {r['ops']:,} maps, found "
        f"{stress_found(r, results.catalog)}"
        for r in sorted(rows, key=lambda r: store.LOCKS.index(r["lock"]))
    ) or NOT_YET
