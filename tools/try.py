#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""try.py NAME DIR - try a strategy against its claims. DIR has a kernel and an
explorer that it is part of (tools/try.mk), and gets what they say.

Exit status: 0 if nothing speaks against a claim, 1 if something does, 2 if it
could not be tried.
"""
import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading

import overview
from kmapreport import records
from kmapreport.numbers import short
from kmapreport.rulers import Rulers
from kmaprun import exits, store
from kmaptry import judge

HERE = os.path.dirname(os.path.abspath(__file__))
BEFORE = "held"  # the lock as it was: to compare costs with
SEEDS = (1, 2)
STRESS = ("--accel", "exact", "--cpus", "3", "--mem", "1G")
EXPLORE_LIMIT = 1800  # seconds, for a strategy that never ends
SHOWN = 12  # failed rows of a check that are named with their words


class Trial:
    """The rows so far, and what they say."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.claims = []
        self.catalog = None
        self.rows = []
        self.options = []  # for the explorer

    def path(self, name):
        return os.path.join(self.folder, name)

    def boot(self, what, *words):
        """The records of a run of its kernel, and why it did not end well, or
        None."""
        out = self.path(what)
        done = subprocess.run(
            [sys.executable, os.path.join(HERE, "run.py"), "--quiet",
             "--no-report", "--kernel", self.path("kmaplab.elf"),
             "--out", out, *words], text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        failed = os.path.join(out, store.FAILED[store.RESULTS])
        path = failed if os.path.exists(failed) and done.returncode > 1 \
            else os.path.join(out, store.RESULTS)
        results = records.load(path) if os.path.exists(path) else \
            records.Results()
        said = done.stdout.strip()
        return results, said if done.returncode > exits.UNEXPECTED else None

    def learn(self):
        """What the kernel says of it. Returns whether it is there."""
        results, trouble = self.boot(
            "about", "--accel", "exact", "--cpus", "1", "--mem", "512M", "--",
            "run=rows", "workload=empty", f"strategy={self.name}")
        self.catalog = results.catalog
        self.claims = self.catalog.claims(self.name)
        if trouble or self.name not in self.catalog.names("strategy"):
            print(trouble or "the kernel said nothing", file=sys.stderr)
            return False
        print(f"{self.name}: {self.catalog.title('strategy', self.name)}\n"
              f"It claims {', '.join(self.claims) or 'nothing'}.\n")
        return True

    def add(self, check, rows, trouble=None):
        """Rows of one check, and a line for them."""
        rows = list(rows)
        if trouble:
            rows.append(judge.Row(check, "it did not end well", True, False,
                                  trouble))
        self.rows += rows
        failed = [row for row in rows if row.failed]
        silent = [row for row in rows if row.silent]
        good = len(rows) - len(failed) - len(silent)
        print(f"{check:10} " + ", ".join(
            f"{count} {words}" for count, words in (
                (good, "as claimed"), (len(failed), "against its claims"),
                (len(silent), "show nothing"))
            if count or words == "as claimed"))
        for row in failed[:SHOWN]:
            say(f"FAILED {row.name}: {row.words}")
        for row in failed[SHOWN:]:
            say(f"FAILED {row.name}")
        for words in dict.fromkeys(row.words for row in silent):
            names = [row.name for row in silent if row.words == words]
            say(f"nothing shown by {', '.join(names)}: {words}")
        sys.stdout.flush()

    def explore(self):
        """The explorer's cases."""
        path = self.path("explore.jsonl")
        with open(self.path("explore.tap"), "w", encoding="utf-8") as log, \
                subprocess.Popen(
                    [self.path("explore"), "--strategy", self.name,
                     "--records", path, *self.options],
                    stdout=subprocess.PIPE, text=True,
                    start_new_session=True) as process:
            timer = threading.Timer(EXPLORE_LIMIT, end_group, [process.pid])
            timer.start()
            try:
                tap, _ = overview.follow(process, log, overview.Progress())
            finally:
                timer.cancel()
                end_group(process.pid)
        with open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        self.add("explorer", (
            judge.explored(record, search.words, self.claims)
            for record, search in zip(lines, overview.searches(tap, lines))),
            None if process.returncode in (0, 1) and tap else
            "the explorer did not come to an end")
        if any(row.failed for row in self.rows):
            print("  Step by step: " + self.path("explore") +
                  f" --strategy {self.name} --case CASE --lock LOCK")

    def play(self):
        """The scenarios, forced."""
        results, trouble = self.boot("scenarios", "--accel", "exact", "--",
                                     "run=scenarios", f"strategy={self.name}")
        self.add("scenarios", (
            judge.played(record, self.catalog, self.claims)
            for record in results.of("scenario")
            if record["verdict"] != judge.NA), trouble)

    def ran(self, check, results, trouble):
        """Its rows of stress or benchmark."""
        self.add(check, (
            judge.ran(check, record, self.catalog, self.claims)
            for record in results.of("bench")
            if record["strategy"] == self.name
            and record["verdict"] != judge.NA), trouble)

    def stress(self):
        """Random workloads and delays, the same each time."""
        for seed in SEEDS:
            self.ran("stress", *self.boot(
                f"stress-{seed}", *STRESS, "--", "run=stress", "seconds=1",
                f"seed={seed}", f"strategy={self.name}"))

    def measure(self):
        """The benchmark, with a table of costs."""
        results, trouble = self.boot(
            "bench", "--accel", "exact", "--", "run=rows",
            "accounting=none,all", f"strategy={BEFORE},{self.name}")
        self.ran("benchmark", results, trouble)
        rulers = Rulers(results)
        unit = results.env["unit"] if results.env else ""
        print(f"\n{unit:16} {'hit':>6} {'miss':>6} {'longest hold':>13}")
        for strategy in dict.fromkeys((BEFORE, self.name)):
            for lock in ("spin", "irq"):
                its = rulers.figures(strategy, lock)
                print(f"{strategy:11} {lock:4} {short(its['hit']):>6} "
                      f"{short(its['miss']):>6} {short(its['hold']):>13}")

    def verdict(self):
        """The last lines, and the exit status."""
        failed = [row for row in self.rows if row.failed]
        silent = [row for row in self.rows if row.silent]
        if failed:
            print(f"\n{self.name} does NOT keep its claims: {len(failed)} of "
                  f"{len(self.rows)} rows speak against them.")
            return 1
        print(f"\n{self.name} keeps its claims in all that was tried"
              + (f"; {len(silent)} of {len(self.rows)} rows show nothing."
                 if silent else "."))
        return 0


def end_group(pid):
    """The explorer and its workers, whatever they do."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def say(text):
    """Below a check's line."""
    for part in text.split("\n"):
        print("\n".join(textwrap.wrap(
            part, 79, initial_indent="  ", subsequent_indent="     ",
            break_long_words=False, break_on_hyphens=False)))


CHECKS = {"explorer": Trial.explore, "scenarios": Trial.play,
          "stress": Trial.stress, "benchmark": Trial.measure}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name")
    parser.add_argument("folder")
    parser.add_argument("--case", help="only these cases of the explorer")
    parser.add_argument("--only", default=",".join(CHECKS), metavar="CHECKS",
                        help="of " + ", ".join(CHECKS))
    args = parser.parse_args()
    trial = Trial(args.name, args.folder)
    if not trial.learn():
        print(f"make try STRATEGY={args.name}: its file has to say "
              f'.name = "{args.name}"', file=sys.stderr)
        return 2
    trial.options = ["--case", args.case] if args.case else []
    for check in args.only.split(","):
        CHECKS[check](trial)
    return trial.verdict()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(exits.INTERRUPTED)
