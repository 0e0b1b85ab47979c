#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""quick.py - the part of the model's table that takes seconds, and that the
judge of a search does not take half a search for a whole one. TAP.
(`make model` has the whole table.)"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, HERE)
from taptest import BUILD, Tap
from kmapfigures import sources
import model
import pan
import rows

WHOLE = ("Full statespace search for:\n"
         "State-vector 9 byte, depth reached 9, errors: 0\n"
         "  123 states, stored\n")
FOUND = WHOLE.replace("errors: 0", "errors: 1")


def judged(text):
    """What pan.verdict() makes of a verifier's words."""
    try:
        return pan.verdict(text)
    except pan.Incomplete:
        return "incomplete"


def judge(tap):
    """Half a search proves nothing; an error that is not ours is no verdict."""
    tap.equal(judged(WHOLE), (None, 123), "judge: a whole search")
    tap.equal(judged("pan:1: assertion violated !(stale) (at depth 9)\n"
                     + FOUND), ("stale", 123), "judge: an error")
    for what, text in {
            "depth": "error: max search depth too small\n" + WHOLE,
            "stopped": WHOLE + "Warning: Search not completed\n",
            "memory": "pan: out of memory\n" + WHOLE,
            "nothing said": "",
            "not a full search": WHOLE.replace("Full", "Bit"),
            "unknown assertion":
                "pan:1: assertion violated (i<3) (at depth 9)\n" + FOUND,
            "another error": "pan:1: invalid end state\n" + FOUND}.items():
        tap.equal(judged(text), "incomplete", f"judge: refused: {what}")


def limits(tap):
    """The same with a real one: too little depth is refused."""
    depth, pan.DEPTH = pan.DEPTH, 50
    verdict, _, _ = model.check(os.path.join(BUILD, "test/model-limits"),
                                rows.rows()[0])
    pan.DEPTH = depth
    tap.ok(verdict.startswith("incomplete"), "a depth of 50 steps is refused",
           verdict)


def table(tap):
    """The rows marked quick, among them every strategy and lock."""
    wanted = [row for row in rows.rows() if row.quick]
    results = model.check_all(os.path.join(BUILD, "model"), wanted)
    for row in wanted:
        tap.equal(results[row][0], row.verdict(row.expected), row.name())
    plain = {(row.strategy, row.lock) for row in wanted
             if row.defect == "nothing"}
    tap.equal(plain, {(name, lock) for name in strategies()
                      for lock in ("spin", "irq")},
              "every strategy in mm/strategy/ is there, with both locks")


# Scenarios with callers that keep the contract, and what their verdicts are
# called here. (stale-third breaks that of cpumask: the control hand_over.)
SCENARIOS = ("irq-deadlock", "stale-own", "stale-third", "blind-flusher",
             "double-map", "lost-wakeup", "outer-lock")
CALLED = {"stale": rows.STALE, "double-map": rows.DOUBLE,
          "deadlock": rows.DEADLOCK, "window-exhausted": rows.LOST}


def agree(tap):
    """rows.EXPECTED means the same as the kernel's table."""
    verdicts = sources.expected()
    for strategy, locks in rows.EXPECTED.items():
        for lock, kinds in locks.items():
            found = {CALLED.get(verdicts[name, strategy, lock])
                     for name in SCENARIOS
                     if (strategy, name) != ("cpumask", "stale-third")}
            tap.equal(set(kinds), found - {None},
                      f"as scenario/expected.c: {strategy}, lock={lock}")


def strategies():
    """Their names: the files' names."""
    folder = os.path.join(HERE, "../../mm/strategy")
    return [name[:-2] for name in os.listdir(folder) if name.endswith(".c")]


def main():
    tap = Tap()
    for test in (judge, limits, agree, table):
        test(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
