#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""report.py - what was run and found, from the records and nothing else.

    report.py [FILE] [--only SECTION] [--workload NAME|all]
    report.py [FILE] --html OUT [--base OLD]

With --html it writes a page with everything, charts included; without FILE,
or where it is missing, of the run that is kept in docs/records/.
Exit status: 0, or 1 if there is nothing to report or the records are broken.
"""
import argparse
import os
import sys

from kmapreport import (ending, layout, records, screen, stress, table, tests,
                        verdicts)

# A section is a module whose lines(results, options) computes its lines; with
# nothing to say it returns none.
SECTIONS = {"screen": screen, "tests": tests, "stress": stress,
            "verdicts": verdicts, "table": table}
FIRST = ("screen", "tests", "stress")  # what is printed unless one is named


def report_lines(results, options):
    """The first screen, or the section that was asked for; then how it
    ended."""
    out = []
    for name in [options.only] if options.only else FIRST:
        lines = SECTIONS[name].lines(results, options)
        out += ([""] if out and lines else []) + lines
    last = ending.lines(results, options)
    return out + ([""] if options.only and out and last else []) + last


def paint(lines, results):
    """Colour, for a terminal only."""
    if not layout.wants_colour(sys.stdout):
        return lines
    catalog = results.catalog
    words = [catalog.word(v) for v in catalog.names("verdict")]
    bad = [word for word in words if word.isupper()]
    return [layout.painted(text, bad) for text in lines]


def is_whole(results, options):
    """Whether there was what was asked for, unbroken."""
    missing = options.only == "table" and \
        not table.wanted(results, options.workload)[0]
    return not missing and not results.broken and results.end is not None


def print_report(path, workload=None, only=None):
    """Print it; returns the exit status."""
    options = argparse.Namespace(workload=workload, only=only)
    try:
        results = records.load(path)
    except OSError as error:
        print(f"no records: {error}; `make run` makes some", file=sys.stderr)
        return 1
    if not results.records and not results.broken:
        print(f"{path} has no records", file=sys.stderr)
        return 1
    print("\n".join(paint(report_lines(results, options), results)))
    return 0 if is_whole(results, options) else 1


def write_page(args):
    """Write it; print the first screen, too, if there was a run."""
    from kmaphtml import command
    status = print_report(args.file) if os.path.exists(args.file) else 0
    return command.write(args.file, args.html, args.base) or status


def main():
    parser = argparse.ArgumentParser(
        description="Print what was run and found, from its records.")
    parser.add_argument("file", nargs="?", default="build/results.jsonl")
    parser.add_argument("--only", choices=SECTIONS,
                        help="print this section")
    parser.add_argument("--workload", metavar="NAME",
                        help="whose tables to print; all: of every one "
                        "(default: cycle, if it was run)")
    parser.add_argument("--html", metavar="OUT",
                        help="write a page with all of it")
    parser.add_argument("--base", metavar="OLD",
                        help="with --html: compare with the run in this file")
    args = parser.parse_args()
    try:
        if args.html:
            return write_page(args)
        return print_report(args.file, args.workload, args.only)
    except BrokenPipeError:  # as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
