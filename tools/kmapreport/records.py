# SPDX-License-Identifier: MIT
"""records.py - reading result records (docs/results.md).

One JSON object a line. What a crash cut off or mixed up is kept as a broken
line: the reader says so, and goes on with the rest.
"""
import json

VERSION = 2


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
    if record.get("v") != VERSION:
        raise Broken(f"version {record.get('v')!r}, not {VERSION}")
    return record


def bridge(record):
    """What the report asks of a row: it is being rewritten for rows that have
    `elapsed`, and lock times only where they are accounted."""
    if record["kind"] != "bench" or "cycles_per_op" in record:
        return record
    ops, elapsed = record["ops"], record["elapsed"]
    record["cycles_per_op"] = ops and elapsed * record["threads"] // ops
    for name in ("hold_p50", "hold_max", "wait_max", "irqoff_max"):
        record[name] = record[name] or 0
    return record


class Run:
    """All records of one run, in order."""

    def __init__(self):
        self.records = []
        self.broken = []  # (line number, what is wrong)
        self.lines = 0

    def add_line(self, line):
        """Take one line; returns its record, or None."""
        self.lines += 1
        if not line.strip():
            return None
        try:
            record = bridge(parse(line))
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
    def end(self):
        """The end record, if it is where it belongs: last."""
        if self.records and self.records[-1]["kind"] == "end":
            return self.records[-1]
        return None


def load(path):
    """Read a file of records."""
    run = Run()
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    for line in text.splitlines():
        run.add_line(line)
    if text and not text.endswith("\n"):
        run.broken.append((run.lines, "cut off in the middle of the line"))
    return run
