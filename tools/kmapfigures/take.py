# SPDX-License-Identifier: MIT
"""take.py - make a record for docs/records/ of a run's results.

Progress records are left out, and of a full run the rows that no document
needs: what is committed should be small.
"""
import json
import os
import sys

from kmapreport import records
from kmapfigures import store

WORKLOADS = ("ipi", "shootdown", "local", "hot", "cycle", "shared", "stress")
THREADS = (1, 2, 8)
KINDS = ("env", "bench", "scenario", "end")


def is_kept(name, record):
    """Whether docs/records/NAME.jsonl needs it."""
    if name not in ("run", "exact", "stress"):
        return True
    if record["kind"] == "scenario":
        return name == "run"
    if record["kind"] != "bench" or record["workload"] == "stress":
        return record["kind"] in KINDS
    return record["workload"] in WORKLOADS and record["threads"] in THREADS


def take(name, path):
    """Exit status: 1 for a run that did not end well."""
    run = records.load(path)
    env_runs = name in ("run", "exact", "stress")
    if run.broken or not run.records or (
            env_runs and (run.end is None or run.end["status"] != "ok")):
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
