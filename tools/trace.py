#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""trace.py - show what happened, as a sequence diagram.

    trace.py --case "once2 dropped spin"    the explorer's shortest way to what
                                            it finds there
    trace.py FILE...                        timelines in these files of records

Prints the diagram. With --out FOLDER also leaves it there, by the timeline's
name. Exit status: 0; 1 if there is nothing to show.
"""
import argparse
import os
import subprocess
import sys

from kmaptimeline import diagram, load
from kmapreport.layout import wants_colour


class NothingToShow(Exception):
    """Says why."""


def name_of(timeline):
    """For files."""
    return f"{timeline.name}-{timeline.strategy}-{timeline.lock}"


def explored(case, options):
    """The timeline of what the explorer finds in a case."""
    words = case.split()
    if len(words) != 3:
        raise NothingToShow(f"CASE=\"{case}\" has to be a case, a strategy "
                            "and a lock: CASE=\"once2 dropped spin\"")
    path = os.path.join(options.out, f"{'-'.join(words)}.jsonl")
    os.makedirs(options.out, exist_ok=True)
    done = subprocess.run(
        [f"{options.build}/explore/explore", "--case", words[0], "--strategy",
         words[1], "--lock", words[2], "--events", path], check=False,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if not os.path.exists(path) or done.returncode not in (0, 1):
        raise NothingToShow(done.stdout.strip())
    timelines = load(path)
    if not timelines:
        raise NothingToShow(f"{case}: the explorer finds nothing wrong, so "
                            "there is nothing to show")
    return timelines


def show(timeline):
    """Print it."""
    try:
        width = max(80, os.get_terminal_size(sys.stdout.fileno()).columns)
    except OSError:
        width = 80
    print("\n".join(diagram(timeline, min(width, 120),
                            wants_colour(sys.stdout))))


def main():
    parser = argparse.ArgumentParser(
        description="Show what happened, as a sequence diagram.")
    parser.add_argument("file", nargs="*", help="records with timelines")
    parser.add_argument("--case", help="a case, strategy and lock of the "
                        "explorer")
    parser.add_argument("--build", default="build", metavar="FOLDER")
    parser.add_argument("--out", default="build/trace", metavar="FOLDER",
                        help="where files go")
    options = parser.parse_args()
    try:
        timelines = [t for path in options.file for t in load(path)]
        if options.case:
            timelines += explored(options.case, options)
        if not timelines:
            raise NothingToShow("there is no timeline in these records")
    except (NothingToShow, OSError) as error:
        print(f"kmaplab: {error}", file=sys.stderr)
        return 1
    for timeline in timelines:
        show(timeline)
    return 0


if __name__ == "__main__":
    sys.exit(main())
