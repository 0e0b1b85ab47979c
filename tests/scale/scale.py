#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""scale.py - what `make scale` does: calibrate the simulated machine, run the
benchmark on each machine with 1 to 64 CPUs, and print a table.

    scale.py PROGRAM OUT.jsonl [--machine M,...] [--strategy S,...]
        [--workload W,...] [--cpus N,...] [--lines] [--range]
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
from collections import Counter
from multiprocessing.pool import ThreadPool
from typing import NamedTuple

from kmapfigures import scaling

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs/records/run.jsonl"
CPUS = (1, 2, 4, 8, 16, 32, 64)
WORKLOADS = ("hot", "cycle", "shared")
COSTS = ("--transfers", "--interrupts")
UNIT = 256  # ticks in a cycle: cpu.h
EXACT_CPUS = 4  # of the run that is recorded


class Pace(NamedTuple):
    """Ticks for each event of plain code, and for each check of a page."""
    plain: int = UNIT
    outside: int = 0


class Row(NamedTuple):
    """What to run."""
    strategy: str
    workload: str
    threads: int
    pace: Pace


def names(program):
    """What the program knows, by kind."""
    known = {}
    listed = subprocess.run([program, "--list"], check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    for line in listed.splitlines():
        kind, name = line.split()[:2]
        known.setdefault(kind, []).append(name)
    return known


def run(program, machine, cpus, rows, *more):
    """The records of some rows, in their order."""
    lines = "".join(f"{row.strategy} {row.workload} {row.threads} 0 "
                    f"{row.pace.plain} {row.pace.outside}\n" for row in rows)
    done = subprocess.run([program, "--machine", machine, "--cpus", str(cpus),
                           *more], check=True, text=True, input=lines,
                          stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def recorded(platform):
    """The recorded run's rows without accounting, with lock=spin, by strategy,
    workload and threads."""
    rows, on = {}, None
    with RECORD.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["kind"] == "run":
                on = record["platform"]
            if (on == platform and record["kind"] == "bench" and record["ops"]
                    and record["lock"] == "spin"
                    and record["accounting"] == "none"):
                key = record["strategy"], record["workload"], record["threads"]
                rows[key] = record
    return rows


def adjusted(pace, seen, wanted):
    """The pace with which one CPU takes as many instructions as on `exact`."""
    plain = round(pace.plain * wanted["mean"] / seen["mean"])
    inside = (seen["elapsed"] - pace.outside * seen["checked"] / UNIT) \
        / seen["ops"] * plain / pace.plain
    outside = (wanted["elapsed"] / wanted["ops"] - inside) \
        * seen["ops"] / seen["checked"]
    return Pace(plain, max(0, round(outside * UNIT)))


def calibrate(program, strategies, workloads):
    """The pace of each strategy and workload. A strategy that has not been
    recorded yet has the pace of `held`."""
    exact = recorded("exact")
    paces = {(s, w): Pace() for s in strategies for w in workloads}
    for _ in range(3):
        rows = [Row(s, w, 1, pace) for (s, w), pace in paces.items()]
        for row, seen in zip(rows, run(program, "bochs", EXACT_CPUS, rows)):
            wanted = exact.get((row.strategy, row.workload, 1))
            if wanted:
                paces[row[:2]] = adjusted(row.pace, seen, wanted)
    for key in paces:
        if (*key, 1) not in exact and ("held", key[1]) in paces:
            paces[key] = paces["held", key[1]]
    return paces


def table(records, machine, workload):
    """Text: a line for each strategy, three columns for each number of CPUs."""
    rows = [r for r in records if r["machine"] == machine
            and r["workload"] == workload and scaling.is_plain(r)]
    counts = sorted({r["threads"] for r in rows})
    lines = [f"{machine}, {workload}: maps in a million cycles / line transfers"
             " a map / interrupts in 1000 maps",
             f"{'CPUs':12}" + "".join(f"{n:>20}" for n in counts)]
    for strategy in dict.fromkeys(r["strategy"] for r in rows):
        cells = {r["threads"]: r for r in rows if r["strategy"] == strategy}
        line = f"{strategy:12}"
        for n in counts:
            r = cells[n]
            line += (f"{scaling.rate(r):>8.0f} /"
                     f"{r['transfers'] / r['ops']:>5.0f} /"
                     f"{1000 * r['ipis'] / r['ops']:>4.0f}")
            if r["verdict"] != "safe":
                line += "!"
        lines.append(line)
    return "\n".join(lines)


def symbols(program):
    """Variables of the program, by address."""
    listed = subprocess.run(["nm", "-n", "-S", program], check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    found = []
    for line in listed.splitlines():
        words = line.split()
        if len(words) == 4:
            found.append((int(words[0], 16), int(words[1], 16), words[3]))
    return found


def name_of(address, found):
    """The variables in that line, as far as they have a name."""
    inside = [f"{name}+{max(0, address - at)}" if address > at else name
              for at, size, name in found
              if at < address + 64 and at + size > address]
    return ", ".join(inside[:3]) or hex(address)


def print_lines(program, records):
    """Which lines moved most, of each row."""
    found = symbols(program)
    counts, row = Counter(), None

    def show():
        if row:
            print(f"{row['machine']}, {row['strategy']}, {row['workload']}, "
                  f"{row['threads']} CPUs: transfers a map")
            for address, n in counts.most_common(12):
                print(f"{n / row['ops']:10.2f}  {name_of(address, found)}")
    for record in records:
        if record["kind"] == "scale":
            show()
            counts, row = Counter(), record
        else:
            counts[record["address"]] += record["transfers"]
    show()


class Job(NamedTuple):
    """Rows on one machine, in one process."""
    machine: str
    cpus: int
    rows: list
    options: tuple = ()


def planned(machines, counts, paces, ranges):
    """All jobs; with `ranges` also those whose costs are half or twice as
    much, with misses on all CPUs. Those that take longest come first."""
    most = max(counts)
    jobs = [Job(machine, cpus, [Row(*key, cpus, pace)
                                for key, pace in paces.items()])
            for cpus in sorted(counts, reverse=True) for machine in machines]
    some = [Row(*key, most, pace) for key, pace in paces.items()
            if key[1] == "cycle"]
    return [Job(machine, most, some, (what, str(percent)))
            for machine in machines for what in COSTS
            for percent in (50, 200) if ranges] + jobs


def run_all(program, jobs):
    """The records of all, one job a processor at a time, in the order of
    CPUs."""
    done = 0

    def one(job):
        nonlocal done
        records = run(program, job.machine, job.cpus, job.rows, *job.options)
        done += 1
        print(f"[{done}/{len(jobs)}] {job.machine}, {job.cpus} CPUs "
              + " ".join(job.options), file=sys.stderr)
        return records
    with ThreadPool(len(os.sched_getaffinity(0))) as pool:
        return [record for part in reversed(pool.map(one, jobs, 1))
                for record in part]


def options():
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program")
    parser.add_argument("out")
    for name in ("machine", "strategy", "workload"):
        parser.add_argument(f"--{name}", default="",
                            type=lambda text: text.split(",") if text else [])
    parser.add_argument("--cpus", default=[],
                        type=lambda text: [int(n) for n in text.split(",")])
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--range", action="store_true")
    return parser.parse_args()


def main():
    """Do what the command line says."""
    args = options()
    known = names(args.program)
    strategies = args.strategy or known["strategy"]
    workloads = args.workload or WORKLOADS
    machines = args.machine or [m for m in known["machine"] if m != "bochs"]
    paces = calibrate(args.program, dict.fromkeys(["held", *strategies]),
                      workloads)
    for held in set(known["strategy"]) - set(strategies):
        for workload in workloads:
            paces.pop((held, workload), None)
    whole = not (args.machine or args.strategy or args.workload or args.cpus)
    jobs = planned(machines, args.cpus or CPUS, paces, whole or args.range)
    if args.lines:
        jobs = [job._replace(options=("--lines",)) for job in jobs]
    records = run_all(args.program, jobs)
    if args.lines:
        print_lines(args.program, records)
        return 0
    with open(args.out, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in records)
    for machine in machines:
        for workload in workloads:
            print(table(records, machine, workload) + "\n")
    print("\n".join(scaling.rankings(records)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
