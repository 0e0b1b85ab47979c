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


def take(name, path):
    """Exit status: 1 for a run that did not end well."""
    run = records.load(path)
    ended_well = run.end is not None and run.end["status"] == "ok"
    if run.broken or not run.records or (name in RUNS and not ended_well):
        print(f"{path}: not a run that ended well; nothing is taken",
              file=sys.stderr)
        return 1
    os.makedirs(store.FOLDER, exist_ok=True)
    kept = [r for r in run.records if is_kept(name, r)]
    with open(store.path_of(name), "w", encoding="utf-8") as file:
        for record in kept:
            file.write(json.dumps(record, separators=(",", ":"),
                                  ensure_ascii=False) + "\n")
    print(f"docs/records/{name}.jsonl: {len(kept)} of {len(run.records)} "
          "records")
    return 0
