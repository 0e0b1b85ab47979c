#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""boot.py NAME - boot one configuration of matrix.txt and judge it, in TAP.
boot.py --list - the names of all of them, those that take longest first.
"""
import os
import shlex
import sys
import time
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from taptest import KERNEL, RUN, Tap, call, out_dir, read
from kmapreport import records
import verdicts

MATRIX = os.path.join(HERE, "matrix.txt")


@dataclass
class Config:
    """One line of the matrix."""
    name: str
    options: list
    args: list
    status: int
    present: list
    absent: list


def parse(line):
    """name | runner's options | kernel's arguments | exit | console"""
    fields = [field.strip() for field in line.split("|")]
    if len(fields) != 5:
        raise ValueError(f"five fields, not {len(fields)}: {line}")
    name, options, args, status, console = fields
    texts = [t.strip() for t in console.split("&") if t.strip()]
    return Config(name, shlex.split(options), args.split(), int(status),
                  [t for t in texts if not t.startswith("!")],
                  [t[1:].strip() for t in texts if t.startswith("!")])


def matrix():
    """All of it."""
    with open(MATRIX, encoding="utf-8") as file:
        configs = [parse(line) for line in file
                   if line.strip() and not line.startswith("#")]
    names = [c.name for c in configs]
    if len(set(names)) != len(names):
        raise ValueError("a name is there twice")
    return configs


def boot(config, out):
    """Run it; returns the runner's call."""
    done = call([*RUN, "--kernel", KERNEL, "--out", out, "--quiet",
                 "--timeout", "170", *config.options, "--", *config.args])
    with open(os.path.join(out, "runner.log"), "w",
              encoding="utf-8") as file:
        file.write(done.stdout)
    return done


def run_kind(config, run):
    """What the guest was to run; an image may say it itself."""
    for arg in config.args:
        if arg.startswith("run="):
            return arg[4:]
    return run.env["parameters"]["run"] if run.env else "measure"


def check(tap, config, done, out):
    """All that must hold."""
    console = read(out, "console.log")
    log = f"{done.stdout[-2500:]}\nlogs: {out}"
    tap.ok(done.returncode == config.status,
           f"exit status {config.status}",
           f"it is {done.returncode}:\n{log}")
    for text in config.present:
        tap.is_in(text, console, f"console: '{text}'")
    for text in config.absent:
        tap.ok(text not in console, f"console: no '{text}'", log)
    run = records.load(os.path.join(out, "results.jsonl"))
    # Here, so that --list works before all packages are there.
    from schema import Schema  # pylint: disable=import-outside-toplevel
    wrong = Schema().errors(run)
    tap.ok(run.records and not wrong,
           f"{len(run.records)} records, as the schema says",
           "\n".join(wrong) or "no records")
    if config.status == 0:
        kind = run_kind(config, run)
        wrong = verdicts.problems(run, kind)
        tap.ok(not wrong, f"run={kind}: all as expected", "\n".join(wrong))


def main():
    configs = matrix()
    if sys.argv[1:] == ["--list"]:
        print("\n".join(c.name for c in configs))
        return 0
    tap = Tap()
    for config in configs:
        if config.name in sys.argv[1:]:
            out = out_dir("boot", config.name)
            start = time.monotonic()
            done = boot(config, out)
            print(f"# {time.monotonic() - start:.1f} s; logs: {out}")
            check(tap, config, done, out)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
