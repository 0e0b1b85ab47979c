# SPDX-License-Identifier: MIT
"""store.py - the recorded runs in docs/records/, and what they say of the
kernel that made them."""
import json
import os

from kmapreport import records

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "docs/records")
LOCKS = ("spin", "irq")
MISSING = ["*Not recorded yet: `make record`.*"]


def path_of(name):
    return os.path.join(FOLDER, f"{name}.jsonl")


def load(name):
    """The runs of that name; None if there is no such record. A record that is
    broken is an error: no figure comes from it."""
    if not os.path.exists(path_of(name)):
        return None
    results = records.load(path_of(name))
    if results.broken:
        number, problem = results.broken[0]
        raise ValueError(f"{name}.jsonl, line {number}: {problem}")
    return results


def lines(name):
    """The lines of a proof's record, each a JSON object; None if it was never
    recorded."""
    if not os.path.exists(path_of(name)):
        return None
    with open(path_of(name), encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def catalog():
    """What the recorded kernel says of itself."""
    return load("run").catalog


def strategies():
    """Their names, in the kernel's order."""
    return catalog().names("strategy")


def expected():
    """{(scenario, strategy, lock): verdict}, as the recorded kernel expects
    it."""
    return {(r["name"], r["strategy"], r["lock"]): r["expected"]
            for r in load("run").of("scenario")}
