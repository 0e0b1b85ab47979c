#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""trace.py - show what happened, as a sequence diagram.

    trace.py --case "once2 dropped spin"    the explorer's shortest way to what
                                            it finds there
    trace.py --scenario stale-own --strategy dropped [--lock irq]
                                            what the kernel does in a scenario,
                                            on the exact platform
    trace.py FILE...                        timelines in these files of records

Prints the diagram, and leaves it in the folder --out: NAME.svg, a picture, and
NAME.json, for Perfetto (ui.perfetto.dev) or chrome://tracing. Exit status: 0; 1
if there is nothing to show.
"""
import argparse
import json
import os
import subprocess
import sys

from kmaptimeline import diagram, load
from kmaptimeline.chrome import trace
from kmaptimeline.svg import name_of, picture
from kmapreport.layout import wants_colour


class NothingToShow(Exception):
    """Says why."""


def called(command):
    """Run it; returns (exit status, what it said)."""
    done = subprocess.run(command, check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.strip()


def explored(options):
    """The timeline of what the explorer finds in a case."""
    words = options.case.split()
    if len(words) != 3:
        raise NothingToShow(f"CASE=\"{options.case}\" has to be a case, a "
                            "strategy and a lock: CASE=\"once2 dropped spin\"")
    path = os.path.join(options.out, f"{'-'.join(words)}.jsonl")
    status, said = called(
        [f"{options.build}/explore/explore", "--case", words[0], "--strategy",
         words[1], "--lock", words[2], "--events", path])
    if status not in (0, 1):
        raise NothingToShow(said)
    timelines = load(path)
    if not timelines:
        raise NothingToShow(f"{options.case}: the explorer finds nothing "
                            "wrong, so there is nothing to show")
    return timelines


def played(options):
    """The timelines of a scenario. Unless a lock was asked for, the one with
    lock=spin, if it can be played with that."""
    folder = os.path.join(options.out, "run")
    status, said = called(
        [sys.executable, os.path.join(os.path.dirname(__file__), "run.py"),
         "--kernel", f"{options.build}/kmaplab.elf", "--out", folder,
         "--accel", "exact", "--quiet", "--no-report", "--", "run=scenarios",
         "trace=on", f"scenario={options.scenario}",
         f"strategy={options.strategy}", f"lock={options.lock or 'both'}"])
    failed = os.path.join(folder, "results.failed.jsonl")
    path = os.path.join(folder, "results.jsonl")
    if status not in (0, 1):
        raise NothingToShow(said)
    timelines = load(failed if status and os.path.exists(failed) else path)
    if not timelines:
        raise NothingToShow("the scenario cannot be played with that lock")
    chosen = {}
    for timeline in timelines:
        chosen.setdefault((timeline.name, timeline.strategy,
                           options.lock and timeline.lock), timeline)
    return list(chosen.values())


def wanted(options):
    """All timelines that were asked for."""
    timelines = [t for path in options.file for t in load(path)]
    os.makedirs(options.out, exist_ok=True)
    if options.case:
        timelines += explored(options)
    if options.scenario:
        timelines += played(options)
    if not timelines:
        raise NothingToShow("there is no timeline to show: make trace "
                            "SCENARIO=stale-own STRATEGY=dropped, or make "
                            "trace CASE=\"once2 dropped spin\"")
    return timelines


def show(timeline):
    """Print it."""
    width = 80
    if sys.stdout.isatty():
        width = min(120, max(80, os.get_terminal_size(1).columns))
    print("\n".join(diagram(timeline, width, wants_colour(sys.stdout))))


def leave(timeline, folder):
    """Write its files."""
    path = os.path.join(folder, name_of(timeline))
    with open(f"{path}.svg", "w", encoding="utf-8") as file:
        file.write(picture(timeline))
    with open(f"{path}.json", "w", encoding="utf-8") as file:
        json.dump(trace(timeline), file, indent=0)
    print(f"\na picture of it: {path}.svg\nfor ui.perfetto.dev: {path}.json\n")


def parse():
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Show what happened, as a sequence diagram.")
    parser.add_argument("file", nargs="*", help="records with timelines")
    parser.add_argument("--case", help="a case, strategy and lock of the "
                        "explorer")
    parser.add_argument("--scenario", metavar="NAME")
    parser.add_argument("--strategy", metavar="NAME", default="dropped",
                        help="for --scenario (default: dropped)")
    parser.add_argument("--lock", choices=("spin", "irq"),
                        help="for --scenario (default: spin, if possible)")
    parser.add_argument("--build", default="build", metavar="FOLDER")
    parser.add_argument("--out", default="build/trace", metavar="FOLDER",
                        help="where files go")
    return parser.parse_args()


def main():
    options = parse()
    try:
        for timeline in wanted(options):
            show(timeline)
            leave(timeline, options.out)
    except (NothingToShow, OSError) as error:
        print(f"kmaplab: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
