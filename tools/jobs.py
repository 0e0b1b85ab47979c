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
import signal
import sys

from kmapjobs import spread

BUILD = os.environ.get("BUILD", os.path.join(spread.ROOT, "build"))
INTERRUPTED = 130


def arguments():
    """The command line's."""
    parser = argparse.ArgumentParser(
        description="Run command lines as jobs of GNU parallel.")
    add = parser.add_argument
    add("--name", required=True, help="of the list, for its results")
    add("--limit", type=int, default=3600, metavar="S",
        help="seconds for each job")
    add("--jobs", default="100%", metavar="N", help="at a time on each machine:"
        " a number, or a share of its processors")
    add("--hosts", type=lambda text: text.split(","), default=[],
        metavar="A,B", help="where to run, by ssh; ':' is here")
    add("--groups", type=str.split, default=[], metavar="GROUP...",
        help="what a host needs of tools/packages.txt")
    add("--prepare", action="append", default=[], metavar="COMMAND",
        help="for each host, once, before its first job")
    add("--collect", metavar="FILE", help="what all jobs have printed")
    add("--tag", default="", help="stands for what the jobs depend on: if it "
        "is another one, all jobs are run again")
    return parser.parse_args()


def collect(path, results):
    """What they have printed, in the list's order."""
    if path:
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(done.text for done in results)


def tell(results, count):
    """What has failed, and how to see it again; returns the exit status."""
    failed = [done for done in results if not done.is_good]
    for done in failed:
        print(f"FAILED ({done.how()}), to repeat it: {done.command}")
    print(f"{len(results) - len(failed)} of {count} jobs ended well")
    return 1 if failed or len(results) < count else 0


def main():
    args = arguments()
    commands = [line.strip() for line in sys.stdin if line.strip()]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    plan = spread.Plan(os.path.join(BUILD, "jobs", args.name), commands,
                       args.limit, args.jobs, args.hosts, args.groups,
                       args.prepare, tag=args.tag)
    try:
        results = spread.run(plan)
        collect(args.collect, results)
        return tell(results, len(commands))
    except spread.NotStarted as error:
        print(f"jobs: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("jobs: stopped; the same command goes on", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
