#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""repeat.py - two runs come to the same verdicts, with ACCEL=exact to the same
bytes; and tests/repeat.py notices where they do not."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from taptest import BUILD, ROOT, Tap, call, read
from kmapreport import records

REPEAT = os.path.join(ROOT, "tests/repeat.py")
# So that it does not write where `make repeat` does.
OUT = os.path.join(BUILD, "test", "repeat")
GOOD = os.path.join(HERE, "data", "good.jsonl")


def repeat(*words):
    """Run it on the kernel that there is."""
    os.makedirs(OUT, exist_ok=True)
    link = os.path.join(OUT, "kmaplab.elf")
    if not os.path.lexists(link):
        os.symlink(os.path.join(BUILD, "kmaplab.elf"), link)
    return call([REPEAT, *words], env={**os.environ, "BUILD": OUT})


def exact(tap):
    """The clock counts instructions: the same bytes."""
    done = repeat("2", "--accel", "exact", "--cpus", "4", "--mem", "1G",
                  "strategy=held,dropped", "ops=500")
    tap.equal(done.returncode, 0, "exact: exit status 0")
    tap.is_in("run 2: the same bytes", done.stdout, "exact: the same bytes")
    lines = read(OUT, "repeat/1/results.jsonl").splitlines()
    tap.ok(len(lines) > 100, "exact: there are records", len(lines))


def failing(tap):
    """A run that fails is a failure, even if all fail alike."""
    done = repeat("2", "bogus=1")
    tap.equal(done.returncode, 1, "two runs that fail: exit status 1")
    tap.equal(repeat("1").returncode, 64, "one run is none to compare")


def noticed(tap):
    """Runs that differ: by comparing crafted ones."""
    text = """
import sys
sys.path[:0] = ["tests", "tools"]
import repeat
from taptest import Tap
from kmapreport import records
tap = Tap()
first, this = (None, "a", records.load(sys.argv[1])), None
other = records.load(sys.argv[1])
exec(sys.argv[2])
repeat.compare(tap, 2, first, (None, "b", other))
tap.done()
"""
    for change, expected, what in (
            ("", "ok 1 - run 2: 17 verdicts", "alike"),
            ("other.of('scenario')[0].update(verdict='timeout')",
             "not ok 1", "another verdict"),
            ("other.of('scenario')[0].update(control='stale')",
             "not ok 1", "another control"),
            ("other.records.remove(other.of('scenario')[0])",
             "not ok 1", "a scenario less"),
            ("other.records.pop()", "not ok 1", "no end record"),
            ("first[2].env.update(platform='exact')", "not ok 2",
             "exact: other bytes")):
        done = call(["/usr/bin/python3", "-c", text, GOOD, change])
        tap.is_in(expected, done.stdout, f"compared: {what}")
    tap.ok(len(records.load(GOOD).of("scenario")) == 16, "(16 scenarios)")


def main():
    tap = Tap()
    for test in (noticed, failing, exact):
        test(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
