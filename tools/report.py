#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""report.py - what a run found, from its records and nothing else.

    report.py [FILE] [--workload NAME|all] [--only SECTION]

Exit status: 0, or 1 if there is nothing to report or the records are broken.
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kmapreport import (advice, ending, header, records, scenarios, signals,
                        stress, table, tests)

# The report, from top to bottom. A section is a module whose lines(run,
# options) computes its lines from the records; with nothing to say it returns
# none.
SECTIONS = {
    "header": header,
    "table": table,
    "signals": signals,
    "scenarios": scenarios,
    "tests": tests,
    "stress": stress,
    "advice": advice,
    "ending": ending,
}


def report_lines(run, options):
    """The whole report, or the sections of it that options name."""
    out = []
    for name, section in SECTIONS.items():
        if options.only and name not in ("header", options.only):
            continue
        lines = section.lines(run, options)
        if lines:
            out += ([""] if out else []) + lines
    return out


def print_report(path, workload=None, only=None):
    """Print it; returns the exit status."""
    options = argparse.Namespace(workload=workload, only=only)
    try:
        run = records.load(path)
    except OSError as error:
        print(f"no records: {error}; `make run` makes some", file=sys.stderr)
        return 1
    if not run.records and not run.broken:
        print(f"{path} has no records", file=sys.stderr)
        return 1
    print("\n".join(report_lines(run, options)))
    missing = only == "table" and not table.wanted(run, workload)[0]
    return 1 if run.broken or run.end is None or missing else 0


def main():
    parser = argparse.ArgumentParser(
        description="Print what a run found, from its records.")
    parser.add_argument("file", nargs="?", default="build/results.jsonl")
    parser.add_argument("--workload", metavar="NAME",
                        help="whose table to print; all: of every one "
                        "(default: cycle, if it was run)")
    parser.add_argument("--only", choices=SECTIONS,
                        help="print this section only")
    args = parser.parse_args()
    try:
        return print_report(args.file, args.workload, args.only)
    except BrokenPipeError:  # as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
