#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""overview.py EXPLORE OUT [OPTION...] - run the explorer for people: progress
on a terminal, and at the end what was found, as tables, instead of TAP.

OUT gets explore.tap and explore.jsonl. The options and the exit status are the
explorer's.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from collections import Counter
from dataclasses import dataclass

TAP = re.compile(r"(not )?ok \d+ - (\S+) (\S+) (\S+): (.*)")
SAFE = "safe"
CASE = "{:9} {:>8} {:>8}  "
STRATEGY = "{:11} {:>8} {:>8} {:>6}  {}"
DRAW_EVERY = 0.2  # seconds
CLEAR = "\r\x1b[K"


@dataclass(frozen=True)
class Search:
    """A line of TAP, and its record."""
    case: str
    strategy: str
    lock: str
    as_expected: bool
    words: str      # what came out
    verdict: str
    states: int

    def name(self):
        """As the explorer says it."""
        return f"{self.case} {self.strategy} {self.lock}"


def searches(tap, records):
    """The explorer writes a record for each line, in the same order."""
    lines = [match for match in map(TAP.match, tap) if match]
    return [Search(*line.group(2, 3, 4), not line[1], line[5],
                   record["verdict"], record["states"])
            for line, record in zip(lines, records)]


def short(number):
    """998, 12.3k, 4.5M"""
    if number < 1000:
        return str(number)
    for unit in ("k", "M"):
        number /= 1000
        if number < 1000:
            return f"{number:.1f}{unit}"
    return f"{number / 1000:.1f}G"


def found_in(some):
    """'stale: dropped, recheck/irq; deadlock: held/irq'. No lock is named where
    both end so."""
    out = []
    for verdict in dict.fromkeys(s.verdict for s in some):
        them = [s for s in some if s.verdict == verdict != SAFE]
        names = []
        for strategy in dict.fromkeys(s.strategy for s in them):
            locks = [s.lock for s in them if s.strategy == strategy]
            names.append(strategy if len(locks) == 2 else
                         f"{strategy}/{locks[0]}")
        if names:
            out.append(f"{verdict}: {', '.join(names)}")
    return "; ".join(out) or "-"


def by_case(done):
    """A line for each case."""
    yield CASE.format("case", "searches", "states") + "found"
    for case in dict.fromkeys(s.case for s in done):
        mine = [s for s in done if s.case == case]
        head = CASE.format(case, len(mine),
                           short(sum(s.states for s in mine)))
        yield from textwrap.wrap(found_in(mine), 79, initial_indent=head,
                                 subsequent_indent=" " * len(head),
                                 break_long_words=False)


def by_strategy(done):
    """A line for each strategy."""
    yield STRATEGY.format("strategy", "searches", "states", "safe", "found")
    for strategy in dict.fromkeys(s.strategy for s in done):
        mine = [s for s in done if s.strategy == strategy]
        count = Counter(s.verdict for s in mine)
        yield STRATEGY.format(
            strategy, len(mine), short(sum(s.states for s in mine)),
            count.pop(SAFE, 0),
            ", ".join(f"{what} {n}" for what, n in count.items()) or "-")


def last_words(done, seconds):
    """How many were as expected, and which were not."""
    wrong = [s for s in done if not s.as_expected]
    states = short(sum(s.states for s in done))
    yield (f"{len(done)} searches in {seconds:.0f} s, {states} states: " +
           (f"{len(wrong)} not as expected" if wrong else
            "all as expected"))
    for search in wrong:
        yield (f"  {search.name()}: {search.words}\n"
               f'    make explore SHOW="{search.name()}"')


class Progress:
    """A line that changes, on a terminal; else nothing."""

    def __init__(self, stream=sys.stderr, clock=time.monotonic):
        self.stream = stream
        self.clock = clock
        self.start = clock()
        self.total = 0
        self.done = 0
        self.next_draw = 0

    def hear(self, line):
        """A line of TAP has come."""
        plan = re.match(r"1\.\.(\d+)$", line)
        if plan:
            self.total = int(plan[1])
        match = TAP.match(line)
        if match:
            self.done += 1
            self.draw(" ".join(match.group(2, 3, 4)))

    def draw(self, what):
        """What came last; it is late if an earlier search takes long."""
        now = self.clock()
        if not self.stream.isatty() or now < self.next_draw:
            return
        self.next_draw = now + DRAW_EVERY
        width = shutil.get_terminal_size().columns - 1
        text = (f"  {self.done} of {self.total} searches, "
                f"{now - self.start:.0f} s: {what}")
        self.stream.write(CLEAR + text[:width])
        self.stream.flush()

    def end(self):
        """Room for other text."""
        if self.next_draw:
            self.stream.write(CLEAR)
            self.stream.flush()


def follow(process, log, progress):
    """Its lines of TAP, and the other lines that are not comments: what it
    explains."""
    tap, rest = [], []
    for line in process.stdout:
        log.write(line)
        line = line.rstrip("\n")
        progress.hear(line)
        if TAP.match(line):
            tap.append(line)
        elif not re.match(r"#|1\.\.\d+$", line):
            rest.append(line)
    progress.end()
    return tap, rest


def explore(program, out, options):
    """The exit status."""
    os.makedirs(out, exist_ok=True)
    records = os.path.join(out, "explore.jsonl")
    start = time.monotonic()
    with open(os.path.join(out, "explore.tap"), "w",
              encoding="utf-8") as log, subprocess.Popen(
                  [program, "--records", records, *options],
                  stdout=subprocess.PIPE, text=True) as process:
        try:
            tap, rest = follow(process, log, Progress())
        except KeyboardInterrupt:
            process.terminate()
            raise
    if tap:
        with open(records, encoding="utf-8") as file:
            done = searches(tap, map(json.loads, file))
        for part in (by_case(done), [""], by_strategy(done), [""],
                     last_words(done, time.monotonic() - start)):
            rest += part
        print("\n".join(rest))
    return process.returncode


def main():
    program, out, *options = sys.argv[1:]
    try:
        status = explore(program, out, options)
    except KeyboardInterrupt:
        return 130
    if status < 0:
        print(f"explore: ended by signal {-status}", file=sys.stderr)
    return status if status >= 0 else 1


if __name__ == "__main__":
    sys.exit(main())
