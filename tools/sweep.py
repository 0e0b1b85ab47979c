#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""sweep.py - run the kernel with all combinations of parameters, each run a job
of GNU parallel (tools/jobs.py).

    sweep.py [--jobs N] [--hosts A,B] [--limit S] MATRIX
    sweep.py --one NAME=VALUE...

MATRIX has lines `NAME = VALUE...`. A name is an option of tools/run.py (accel,
cpus, mem, cpu, hang, timeout) or a kernel parameter (docs/parameters.md). All
records go to build/sweep/results.jsonl: those of each run after a record of the
kind `sweep`, which has its parameters and how it ended. Exit status: 0 if every
run ended with 0, else 1; for each one that did not, the last lines say how to
repeat it here.
"""
import argparse
import hashlib
import itertools
import json
import os
import shlex
import signal
import subprocess
import sys

from kmapjobs import spread
from kmaprun import store
from kmaprun.exits import INTERRUPTED

BUILD = os.environ.get("BUILD", os.path.join(spread.ROOT, "build"))
FOLDER = os.path.join(BUILD, "sweep")
OPTIONS = ("accel", "cpus", "mem", "cpu", "hang", "timeout")
GROUPS = ("build", "run")
BOCHS = "bochs"


class MatrixError(ValueError):
    """The file is no matrix."""


def read_matrix(path):
    """{name: values}"""
    out = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            name, equals, values = (p.strip() for p in line.partition("="))
            if not equals or not name or not values or name in out:
                raise MatrixError(f"{path}:{number}: '{line}' (expected NAME = "
                                  "VALUE..., each name once)")
            out[name] = values.split()
    if not out:
        raise MatrixError(f"{path} has no line NAME = VALUE...")
    return out


def combinations(matrix):
    """Each as [NAME=VALUE...]; the last name changes fastest."""
    return [[f"{name}={value}" for name, value in zip(matrix, values)]
            for values in itertools.product(*matrix.values())]


def run_command(pairs):
    """How tools/run.py is called for that."""
    options = [word for name, value in (p.split("=", 1) for p in pairs)
               if name in OPTIONS for word in (f"--{name}", value)]
    return ["tools/run.py", *options, "--",
            *(p for p in pairs if p.split("=", 1)[0] not in OPTIONS)]


def one(pairs):
    """A job: run the kernel, print the records."""
    out = os.path.join(FOLDER, os.environ.get("PARALLEL_JOBSLOT", "0"))
    program, *words = run_command(pairs)
    status = subprocess.run(
        [sys.executable, program, "--kernel",
         os.path.join(BUILD, "kmaplab.elf"), "--out", out, "--quiet",
         "--no-report", *words], stdout=sys.stderr, check=False).returncode
    failed = os.path.join(out, store.FAILED[store.RESULTS])
    records = failed if os.path.exists(failed) else \
        os.path.join(out, store.RESULTS)
    print(json.dumps({"v": 1, "kind": "sweep", "status": status, "parameters":
                      dict(p.split("=", 1) for p in pairs)}))
    with open(records, encoding="utf-8") as file:
        print(file.read(), end="")
    return status


def command_of(pairs):
    """The job's command line."""
    return shlex.join(["/usr/bin/python3", "tools/sweep.py", "--one", *pairs])


def pairs_of(command):
    """Back again."""
    return shlex.split(command)[3:]


def say(done):
    """A job that has ended, in a line."""
    return f"{' '.join(pairs_of(done.command))}: {done.how()}"


def collect(results):
    """All records in one file; returns its path."""
    path = os.path.join(FOLDER, store.RESULTS)
    os.makedirs(FOLDER, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        for done in results:
            file.write(done.text)
    return path


def sweep(args):
    """Run all; returns the exit status."""
    matrix = read_matrix(args.matrix)
    commands = [command_of(pairs) for pairs in combinations(matrix)]
    groups = [*GROUPS, *([BOCHS, "iso"] if BOCHS in matrix.get("accel", ())
                         else [])]
    with open(os.path.join(BUILD, "kmaplab.elf"), "rb") as file:
        tag = hashlib.sha256(file.read()).hexdigest()
    results = spread.run(spread.Plan(
        os.path.join(BUILD, "jobs/sweep"), commands, args.limit, args.jobs,
        args.hosts, groups, ["make -s SETUP=no build"], tag=tag), say)
    for done in results:
        if not done.is_good:
            print(f"FAILED ({done.how()}), to repeat it: "
                  f"{shlex.join(run_command(pairs_of(done.command)))}")
    good = sum(done.is_good for done in results)
    print(f"{good} of {len(commands)} runs ended well; records: "
          f"{os.path.relpath(collect(results), spread.ROOT)}")
    return 0 if good == len(commands) else 1


def arguments():
    """The command line's."""
    parser = argparse.ArgumentParser(
        description="Run the kernel with all combinations of parameters.")
    add = parser.add_argument
    add("--jobs", default="100%", metavar="N", help="at a time on each machine:"
        " a number, or a share of its processors")
    add("--hosts", type=lambda text: text.split(","), default=[],
        metavar="A,B", help="where to run, by ssh; ':' is here")
    add("--limit", type=int, default=1800, metavar="S",
        help="seconds for each run")
    add("--one", nargs="+", metavar="NAME=VALUE", help="a single run")
    add("matrix", nargs="?", metavar="MATRIX")
    args = parser.parse_args()
    if not args.one and not args.matrix:
        parser.error("a MATRIX is needed")
    return args


def main():
    args = arguments()
    if args.one:
        return one(args.one)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return sweep(args)
    except (MatrixError, spread.NotStarted, OSError) as error:
        print(f"sweep: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("sweep: stopped; the same command goes on", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
