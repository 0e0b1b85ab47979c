#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""stress.py - `make stress`: what it runs, and what its report says."""
import argparse
import glob
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import BUILD, KERNEL, ROOT, Tap, call, out_dir
from kmapreport import records, stress
import verdicts

STRATEGIES = len(glob.glob(os.path.join(ROOT, "mm/strategy/*.c")))

ROW = {"v": 1, "kind": "bench", "strategy": "held", "lock": "spin",
       "workload": "stress", "threads": 2, "slots": 512, "ops": 5000,
       "checked": 5010, "complete": True, "stale_reads": 0,
       "stale_writes": 0, "double_maps": 0, "deadlocks": 0, "reason": None}


def make_stress(build, *words):
    """make stress, with the kernel that there is."""
    return call(["make", "--no-print-directory", "SETUP=no",
                 "-o", os.path.join(build, "kmaplab.elf"), f"BUILD={build}",
                 "stress", *words])


def last_line(**fields):
    """The report's line on one row."""
    run = records.Run()
    run.records.append({**ROW, **fields})
    return stress.lines(run, argparse.Namespace())[-1].split(maxsplit=8)


def report(tap):
    """Every count in its column, and the words behind them."""
    tap.equal(last_line(), ["held", "spin", "5000", "5010", "0", "0", "0",
                            "0", "nothing found"], "nothing found")
    tap.equal(last_line(complete=False, stale_reads=3, stale_writes=4,
                        double_maps=5, deadlocks=6, reason="deadlock")[4:],
              ["7", "5", "0", "6", "caught after 5000 maps: deadlock"],
              "caught, and after how many maps")
    tap.equal(last_line(complete=False, reason=stress.LOST_WAKEUP)[6], "1",
              "a lost wake-up is counted")
    tap.equal(last_line(reason="not caught")[8], "not caught",
              "what was to be caught and was not")
    tap.equal(stress.lines(records.Run(), argparse.Namespace()), [],
              "no stress, no section")


def share_of_time(tap):
    """MINUTES are shared out among strategies and locks."""
    for words, strategies, locks, minutes in (
            ((), STRATEGIES, 2, 1),
            (("MINUTES=30", "STRATEGY=all"), STRATEGIES, 2, 30),
            (("STRATEGY=held,dropped", "LOCK=irq", "MINUTES=3"), 2, 1, 3)):
        out = make_stress(BUILD, "-n", *words).stdout
        match = re.search(r"seconds=\$\(\((.*)\)\)", out)
        value = match and eval(match[1].replace("/", "//"))
        tap.equal(value, minutes * 60 // (strategies * locks) + 1,
                  f"{' '.join(words) or 'make stress'}: seconds of each")


def real(tap):
    """An unsafe strategy is caught, by make stress and nothing else; a safe
    one goes on to the end."""
    out = out_dir("stress")
    link = os.path.join(out, "kmaplab.elf")
    if not os.path.exists(link):
        os.symlink(KERNEL, link)
    done = make_stress(out, "LOCK=irq", "ARGS=ops=200000",
                       "STRATEGY=held,dropped,recheck,quarantine")
    tap.equal(done.returncode, 0, "make stress: succeeds")
    run = records.load(os.path.join(out, "stress/results.jsonl"))
    tap.equal(verdicts.problems(run, "stress"), [], "its records are good")
    tap.equal(run.env and (run.env["cpus"], run.env["platform"]),
              (2, "mttcg"), "2 CPUs at the same time")
    for row in run.of("bench"):
        safe = row["strategy"] == "quarantine"
        tap.ok(row["complete"] == safe,
               f"{row['strategy']}: {'safe' if safe else 'caught'}", row)
    tap.equal(len(run.of("bench")), 4, "all four were run")
    tap.is_in("caught after ", done.stdout, "the report says so")


def main():
    tap = Tap()
    for test in (report, share_of_time, real):
        test(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
