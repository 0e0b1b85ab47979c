#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""model.py - check the model, and print the table; or show an error.

    model.py OUT              all rows; exit status 1 if one is not as
                              expected; keeps them in OUT/model.jsonl
    model.py OUT --show ROW   the shortest run to each error of a row
"""
import argparse
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

import pan
import rows
import trail

HEAD = ("strategy", "lock", "CPUs", "verdict", "expected", "states", "seconds")
LINE = "{:29} {:4} {:>4}  {:32} {:32} {:>11} {:>7}"


def directory(out, row):
    """Where a row's verifier is built."""
    name = re.sub("[^a-z0-9]+", "-", f"{row.what()} {row.lock} {row.cpus}")
    return os.path.join(out, name)


def check(out, row):
    """(verdict, states, seconds) of a row, in words."""
    try:
        kinds, states, seconds = pan.check(row, directory(out, row))
    except pan.Incomplete as error:
        return f"incomplete: {error}", 0, 0.0
    return row.verdict(kinds), states, seconds


def check_all(out, wanted, tell=lambda done, row: None):
    """{row: (verdict, states, seconds)}; as many at a time as there are
    processors, the longest first."""
    results = {}
    order = sorted(wanted, key=lambda row: (row.quick, -row.cpus))
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        jobs = {pool.submit(check, out, row): row for row in order}
        for job in as_completed(jobs):
            results[jobs[job]] = job.result()
            tell(len(results), jobs[job])
    return results


def progress(total):
    """A line that changes, where somebody looks."""
    def tell(done, row):
        if sys.stderr.isatty():
            print(f"\r\033[K  {done} of {total}: {row.name()}", end="",
                  file=sys.stderr, flush=True)
            if done == total:
                print("\r\033[K", end="", file=sys.stderr, flush=True)
    return tell


def table(wanted, results):
    """Print it; return how many rows are not as expected."""
    print(LINE.format(*HEAD))
    wrong = 0
    for row in wanted:
        verdict, states, seconds = results[row]
        expected = row.verdict(row.expected)
        wrong += verdict != expected
        mark = "" if verdict == expected else "   <- not as expected"
        first, *more = verdict.split("\n")
        print(LINE.format(row.what(), row.lock, row.cpus, first, expected,
                          states, f"{seconds:.1f}") + mark)
        for line in more:
            print(f"    {line}")
    return wrong


def record(path, wanted, results):
    """Keep them, a JSON object a line: docs/records/README.md."""
    with open(path, "w", encoding="utf-8") as file:
        for row in wanted:
            verdict, states, seconds = results[row]
            file.write(json.dumps({
                "v": 2, "kind": "model", "case": row.what(),
                "strategy": row.strategy, "lock": row.lock, "cpus": row.cpus,
                "slots": pan.SLOTS, "pages": row.pages, "defect": row.defect,
                "verdict": verdict, "expected": row.verdict(row.expected),
                "states": states, "seconds": round(seconds, 1)}) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", help="folder for the verifiers")
    parser.add_argument("--show", help="STRATEGY[,LOCK[,CPUS[,DEFECT]]]")
    args = parser.parse_args()
    if args.show:
        return trail.show(args.out, args.show)
    wanted = rows.rows()
    results = check_all(args.out, wanted, progress(len(wanted)))
    wrong = table(wanted, results)
    record(os.path.join(args.out, "model.jsonl"), wanted, results)
    print(f"{len(wanted) - wrong} of {len(wanted)} as expected; every search "
          "without an error was complete.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
