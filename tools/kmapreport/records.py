# SPDX-License-Identifier: MIT
"""records.py - reading result records (docs/results.md).

One JSON object a line. What a crash cut off or mixed up is kept as a broken
line: the reader says so, and goes on with the rest. A file may hold several
runs one after the other, each with its own machine and its own end.
"""
import json
import re
from functools import cached_property

from kmapreport.catalog import Catalog

VERSION = 3
READ = (2, VERSION)
SINCE_3 = {"bench": ("times", "holds", "waits")}  # not in version 2


class Broken(ValueError):
    """A line that is no record."""


def parse(line):
    """The record in one line of text."""
    try:
        record = json.loads(line)
    except ValueError as error:
        raise Broken(f"not JSON ({error})") from None
    if not isinstance(record, dict) or not isinstance(
            record.get("kind"), str):
        raise Broken("no record: it has no kind")
    if record.get("v") not in READ:
        raise Broken(f"version {record.get('v')!r}, not {VERSION}: another "
                     "kernel made it than the one this reader belongs to")
    return record if record["v"] == VERSION else upgraded(record)


def upgraded(record):
    """One of version 2 as it would be today: what it lacks is null."""
    lacks = dict.fromkeys(SINCE_3.get(record["kind"], ()))
    return {**record, "v": VERSION, **lacks}


class Run:
    """All records of one run, in order."""

    def __init__(self, records=()):
        self.records = list(records)
        self.broken = []  # (line number, what is wrong)
        self.lines = 0

    def add_line(self, line):
        """Take one line; returns its record, or None."""
        self.lines += 1
        if not line.strip():
            return None
        try:
            record = parse(line)
        except Broken as error:
            self.broken.append((self.lines, str(error)))
            return None
        self.records.append(record)
        return record

    def of(self, kind):
        """The records of that kind."""
        return [r for r in self.records if r["kind"] == kind]

    def last(self, kind):
        """The last record of that kind, or None."""
        return next((r for r in reversed(self.records)
                     if r["kind"] == kind), None)

    @property
    def env(self):
        return self.last("env")

    @property
    def platform(self):
        """As the kernel was told; before it said so, as the runner says."""
        known = self.env or self.last("run")
        return known["platform"] if known else "unknown"

    @property
    def end(self):
        """The end record, if it is where it belongs: last."""
        if self.records and self.records[-1]["kind"] == "end":
            return self.records[-1]
        return None

    @cached_property
    def catalog(self):
        """What the kernel says of itself. Ask when all lines are read."""
        return Catalog(self.of("catalog"))


class Results(Run):
    """The records of all runs of a file."""

    @cached_property
    def runs(self):
        """A run begins with the runner's record, or, where there was no
        runner, with the kernel's first."""
        out = []
        for record in self.records:
            begins = record["kind"] == "run" or (
                record["kind"] == "env" and (not out or out[-1].env))
            if begins or not out:
                out.append(Run())
            out[-1].records.append(record)
        return out

    @property
    def end(self):
        """The end of the first run that did not end well, or else of the
        last; None if a run has no end."""
        ends = [run.end for run in self.runs] or [None]
        if None in ends:
            return None
        return next((e for e in ends if e["status"] != "ok"), ends[-1])

    def on(self, platform):
        """The last run on that platform, or None."""
        return next((run for run in reversed(self.runs)
                     if run.platform == platform), None)


# What only a serial line's log has, and in which line of it a record is: a boot
# loader's control codes may come before it.
RAW = re.compile(r"^.*--- DONE: |^.*kmaplab: loaded by ", re.M)
IN_RAW = re.compile(r'(\{"v":\d.*)')


def without_console(text):
    """The records' lines of a log that has the console's, too."""
    found = (IN_RAW.search(line) for line in text.splitlines())
    return "".join(f"{match[1]}\n" for match in found if match)


def load(path):
    """Read a file of records, or the log of the serial line that they came
    over."""
    results = Results()
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    if RAW.search(text):
        text = without_console(text)
    for line in text.splitlines():
        results.add_line(line)
    if text and not text.endswith("\n"):
        results.broken.append(
            (results.lines, "cut off in the middle of the line"))
    return results
