#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""jobs.py - run many command lines as jobs of GNU parallel, here or by ssh on
other machines; after an interruption, the same command goes on.

    jobs.py --name NAME [options] <LIST

LIST has a command line for each job, to be run from the sources' root. What job
N prints is kept in build/jobs/NAME/out/N; --collect FILE: all of it, in order,
in one file. Exit status: 0 if all jobs ended with
0, else 1; for each one that did not, the last lines say how to repeat it here.
"""
import argparse
import os
import sys

from kmapjobs import command, spread

BUILD = os.environ.get("BUILD", os.path.join(spread.ROOT, "build"))


def arguments():
    """The command line's."""
    parser = argparse.ArgumentParser(
        description="Run command lines as jobs of GNU parallel.")
    add = parser.add_argument
    add("--name", required=True, help="of the list, for its results")
    add("--limit", type=int, default=3600, metavar="S",
        help="seconds for each job")
    command.add_options(parser)
    add("--groups", type=str.split, default=[], metavar="GROUP...",
        help="what a host needs of tools/packages.txt")
    add("--prepare", action="append", default=[], metavar="COMMAND",
        help="for each host, once, before its first job")
    add("--collect", metavar="FILE", help="what all jobs have printed")
    add("--tag", default="", help="stands for what the jobs depend on: if it "
        "is another one, all jobs are run again")
    return parser.parse_args()


def run(args, commands):
    """Run them all; returns the exit status."""
    results = spread.run(spread.Plan(
        os.path.join(BUILD, "jobs", args.name), commands, args.limit,
        args.jobs, args.hosts, args.groups, args.prepare, tag=args.tag))
    if args.collect:
        command.collect(args.collect, results)
    good = command.tell_failed(results, str)
    print(f"{good} of {len(commands)} jobs ended well")
    return 0 if good == len(commands) else 1


def main():
    args = arguments()
    commands = [line.strip() for line in sys.stdin if line.strip()]
    return command.guarded("jobs", lambda: run(args, commands))


if __name__ == "__main__":
    sys.exit(main())
