#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""checks.py - the boot tests' own checks find what they are there to find:
plant a defect in good records and see it caught."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "boot"))
from taptest import Tap
from kmapreport.records import load
from schema import Schema
import boot
import verdicts

GOOD = os.path.join(HERE, "data", "good.jsonl")
TEST = {"v": 1, "kind": "test", "name": "a", "ok": True, "skipped": False,
        "detail": None}


def step(number, of):
    return {"v": 1, "kind": "progress", "step": number, "of": of,
            "label": "a"}


def good():
    """A run that is as it should be."""
    run = load(GOOD)
    run.records = [r for r in run.records if r["kind"] != "progress"]
    run.records[1:1] = [step(1, 2), step(2, 2)]
    return run


def planted(kind, **fields):
    """The same with one record of that kind changed."""
    run = good()
    run.of(kind)[0].update(fields)
    return run


def without(kind):
    """The same without any of that kind."""
    run = good()
    run.records = [r for r in run.records if r["kind"] != kind]
    return run


def measure(tap):
    """Of a run=measure."""
    tap.equal(verdicts.problems(good(), "measure"), [], "good: no problem")
    twice = good()
    twice.records.insert(5, dict(twice.of("scenario")[0]))
    for name, run in (
            ("another verdict", planted("scenario", verdict="stale")),
            ("an unsafe control", planted("scenario", control="stale")),
            ("n/a for no reason", planted("scenario", verdict="n/a",
                                          detail=None)),
            ("a scenario twice", twice),
            ("no scenarios", without("scenario")),
            ("no rows", without("bench")),
            ("a row without a reason", planted("bench", complete=False)),
            ("a step is missing", planted("progress", step=2)),
            ("steps are missing at the end", planted("progress", of=3)),
            ("no progress", without("progress")),
            ("another end", planted("end", status="unexpected")),
            ("no end", without("end")),
            ("no env", without("env")),
            ("another run", planted("env", parameters={"run": "tests"}))):
        tap.ok(verdicts.problems(run, "measure"), f"{name}: found")


def tests(tap):
    """Of a run=tests."""
    for name, records, expected in (
            ("passed", [TEST], 0),
            ("failed", [{**TEST, "ok": False, "detail": "1 == 2"}], 1),
            ("skipped only", [{**TEST, "skipped": True, "detail": "x"}], 1),
            ("none", [], 1)):
        run = good()
        run.records[1:1] = records
        tap.equal(len(verdicts.tests(run)), expected, f"tests: {name}")


def schema(tap):
    """Every field that a kind must have, and may have."""
    checker = Schema()
    for kind in ("env", "bench", "scenario", "progress", "end"):
        for field in set(good().of(kind)[0]) - {"kind"}:
            run = good()
            del run.of(kind)[0][field]
            tap.ok(checker.errors(run), f"schema: {kind} without {field}")


def matrix(tap):
    """The list of machines is read as it is meant."""
    config = boot.parse("a | --cpus 2 | run=tests x=1 | 3 | b c & ! d")
    tap.equal((config.name, config.options, config.args, config.status,
               config.present, config.absent),
              ("a", ["--cpus", "2"], ["run=tests", "x=1"], 3, ["b c"],
               ["d"]), "a line of the matrix")
    tap.ok(len(boot.matrix()) > 40, "the matrix has lines")


def main():
    tap = Tap()
    for check in (measure, tests, schema, matrix):
        check(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
