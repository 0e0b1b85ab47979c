# SPDX-License-Identifier: MIT
"""take.py - make a record for docs/records/ of a run's results.

Progress records are left out; of `exact`, all but what a map costs.
"""
import json
import os
import sys

from kmapreport import records
from kmapfigures import store

RUNS = ("run", "exact", "stress")
COSTS = ("hot", "cycle")  # a page that is mapped, a page that is not


def is_kept(name, record):
    """Whether docs/records/NAME.jsonl needs it."""
    if name == "exact" and record["kind"] == "bench":
        return record["strategy"] is None or record["workload"] in COSTS
    if record["kind"] == "scenario":
        return name == "run"
    return record["kind"] != "progress"


def write(name, kept):
    os.makedirs(store.FOLDER, exist_ok=True)
    with open(store.path_of(name), "w", encoding="utf-8") as file:
        for record in kept:
            file.write(json.dumps(record, separators=(",", ":"),
                                  ensure_ascii=False) + "\n")
    print(f"docs/records/{name}.jsonl: {len(kept)} records")


def take_proof(name, path):
    """What the explorer, the model or the mutations wrote: as it is."""
    with open(path, encoding="utf-8") as file:
        kept = [json.loads(line) for line in file if line.strip()]
    if not kept or not all(isinstance(record, dict) for record in kept):
        print(f"{path}: not one JSON object a line", file=sys.stderr)
        return 1
    write(name, kept)
    return 0


def take(name, path):
    """Exit status: 1 for a run that did not end well."""
    if name not in RUNS:
        return take_proof(name, path)
    run = records.load(path)
    if run.broken or run.end is None or run.end["status"] != "ok":
        print(f"{path}: not a run that ended well; nothing is taken",
              file=sys.stderr)
        return 1
    write(name, [r for r in run.records if is_kept(name, r)])
    return 0
