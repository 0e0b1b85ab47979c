# SPDX-License-Identifier: MIT
"""runs.py - parts of a run's report, as tools/report.py prints it."""
import argparse

import report
from kmapreport.records import Run
from kmapfigures import sources, store

MISSING = ["*Not recorded yet: `make record`.*"]


def part_of(run, strategies, threads):
    """The same run with some of its rows."""
    some = Run()
    some.records = [
        r for r in run.records
        if (r["kind"] != "bench" or (r["strategy"] in strategies and
                                     r["threads"] in threads))
        and (r["kind"] != "scenario" or r["strategy"] in strategies)]
    return some


def table(workload, strategies, threads):
    """The table of one workload: some strategies, some thread counts."""
    run = store.load("run")
    if run is None:
        return MISSING
    some = part_of(run, strategies.split(","),
                   [int(n) for n in threads.split(",")])
    options = argparse.Namespace(workload=workload, only="table")
    return ["```", *report.report_lines(some, options), "```"]


def section(name):
    """A section of the report, of the whole run."""
    run = store.load("run")
    if run is None:
        return MISSING
    options = argparse.Namespace(workload="cycle", only=name)
    lines = report.report_lines(run, options)
    if "" not in lines:  # the header only: the run has nothing to say on it
        return MISSING
    return ["```", *lines[lines.index("") + 1:], "```"]


def verdicts(names, strategies):
    """The verdict lines of some scenarios."""
    run = store.load("run")
    if run is None:
        return MISSING
    some = part_of(run, strategies.split(","), [])
    some.records = [r for r in some.records if r["kind"] != "scenario" or
                    r["name"] in names.split(",")]
    options = argparse.Namespace(workload="cycle", only="scenarios")
    lines = report.report_lines(some, options)
    # Without the header, and without a count that is not the run's.
    start = next(i for i, text in enumerate(lines)
                 if text in names.split(","))
    return ["```", *lines[start:], "```"]


def stress_found(row):
    """What became of a stress run, in words."""
    if row["complete"]:
        return row["reason"] or "nothing found"
    return f"caught: {row['reason']}"


def stress():
    """A line for each strategy and lock of the recorded stress run."""
    run = store.load("stress")
    if run is None:
        return MISSING
    rows = [r for r in run.of("bench") if r["workload"] == "stress"]
    env = run.env
    out = [f"{env['cpus']} CPUs, platform `{env['platform']}`, windows of up "
           f"to {env['slots']} slots, seed {env['parameters']['seed']}.",
           "", "| strategy | lock | maps | stale | double maps | deadlocks | "
           "found |", "|---|---|--:|--:|--:|--:|---|"]
    return out + [
        f"| {r['strategy']} | {r['lock']} | {r['ops']:,} | "
        f"{r['stale_reads'] + r['stale_writes']} | {r['double_maps']} | "
        f"{r['deadlocks']} | {stress_found(r)} |" for r in rows]


def stress_line(strategy):
    """The same of one strategy, in words."""
    run = store.load("stress")
    if run is None:
        return "not recorded yet"
    rows = [r for r in run.of("bench")
            if r["workload"] == "stress" and r["strategy"] == strategy]
    return "; ".join(f"{r['lock']}: {r['ops']:,} maps, {stress_found(r)}"
                     for r in sorted(rows, key=lambda r: sources.LOCKS.index(
                         r["lock"]))) or "not recorded yet"
