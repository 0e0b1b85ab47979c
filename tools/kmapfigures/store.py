# SPDX-License-Identifier: MIT
"""store.py - the recorded runs in docs/records/."""
import json
import os

from kmapreport import records
from kmapfigures.sources import ROOT

FOLDER = os.path.join(ROOT, "docs/records")


def path_of(name):
    return os.path.join(FOLDER, f"{name}.jsonl")


def load(name):
    """The run of that name; None if it was never recorded. A record that is
    broken is an error: no figure comes from it."""
    if not os.path.exists(path_of(name)):
        return None
    run = records.load(path_of(name))
    if run.broken:
        number, problem = run.broken[0]
        raise ValueError(f"{name}.jsonl, line {number}: {problem}")
    return run


def lines(name):
    """The lines of a proof's record, each a JSON object; None if it was never
    recorded."""
    if not os.path.exists(path_of(name)):
        return None
    with open(path_of(name), encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def row(run, **fields):
    """The bench record with these fields, or None."""
    return next((r for r in run.of("bench")
                 if all(r[key] == value for key, value in fields.items())),
                None)
