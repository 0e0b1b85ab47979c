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
import subprocess
import sys

from kmapjobs import command, spread
from kmaprun import store

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


def pairs_of(line):
    """Back again."""
    return shlex.split(line)[3:]


def say(done):
    """A job that has ended, in a line."""
    return f"{' '.join(pairs_of(done.command))}: {done.how()}"


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
    path = os.path.join(FOLDER, store.RESULTS)
    os.makedirs(FOLDER, exist_ok=True)
    command.collect(path, results)
    good = command.tell_failed(
        results, lambda line: shlex.join(run_command(pairs_of(line))))
    print(f"{good} of {len(commands)} runs ended well; records: "
          f"{os.path.relpath(path, spread.ROOT)}")
    return 0 if good == len(commands) else 1


def arguments():
    """The command line's."""
    parser = argparse.ArgumentParser(
        description="Run the kernel with all combinations of parameters.")
    add = parser.add_argument
    command.add_options(parser)
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
    try:
        return command.guarded("sweep", lambda: sweep(args))
    except (MatrixError, OSError) as error:
        print(f"sweep: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
