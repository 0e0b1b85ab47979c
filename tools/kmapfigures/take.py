# SPDX-License-Identifier: MIT
"""take.py - make a record for docs/records/ of a run's results.

Progress records are left out.
"""
import json
import os
import subprocess
import sys

from kmapcompare import page, table
from kmapreport import ending, records
from kmapfigures import pictures, store

RUNS = {  # and what they must have
    "run": ("exact", "bochs"), "window": ("exact",), "timeline": ("exact",),
    "stress": ()}
COMPARED = ("exact", "tcg", "bochs")
# The catalog: it has a run's names only.
LEFT_OUT = {"window": ("progress", "catalog"),
            "timeline": ("progress", "catalog")}


def is_kept(name, record):
    """Whether a figure may come from it."""
    return record["kind"] not in LEFT_OUT.get(name, ("progress",))


def write(name, kept):
    os.makedirs(store.FOLDER, exist_ok=True)
    with open(store.path_of(name), "w", encoding="utf-8") as file:
        for record in kept:
            file.write(json.dumps(record, separators=(",", ":"),
                                  ensure_ascii=False) + "\n")
    print(f"docs/records/{name}.jsonl: {len(kept)} records")


def tree():
    """Which sources are here: what takes long is not recorded anew each time.
    """
    commit = subprocess.run(
        ["git", "describe", "--always", "--abbrev=10", "--dirty",
         "--exclude=*"], cwd=store.ROOT, check=True, capture_output=True,
        text=True)
    return {"v": 2, "kind": "tree", "commit": commit.stdout.strip()}


def take_proof(name, path):
    """What the explorer, the model or the mutations wrote: as it is."""
    with open(path, encoding="utf-8") as file:
        kept = [json.loads(line) for line in file if line.strip()]
    if not kept or not all(isinstance(record, dict) for record in kept):
        print(f"{path}: not one JSON object a line", file=sys.stderr)
        return 1
    if name == "explore-deep":
        kept = [tree(), *kept]
    write(name, kept)
    return 0


def take_compared(path):
    """Both kernels' runs, all of them. Linux may have died: that is what is to
    be seen."""
    results = records.load(path)
    missing = [*page.missing(results), *(
        f"no run on {p}" for p in COMPARED if results.on(p) is None), *(
        [] if table.patched(results) else ["no run of the patch"])]
    if missing or results.broken:
        print(f"{path}: {', '.join(missing) or 'broken'}; nothing is taken",
              file=sys.stderr)
        return 1
    write("compare", results.records)
    return 0


def take(name, path):
    """Exit status: 1 for a run that did not end well."""
    if name == "compare":
        return take_compared(path)
    if name not in RUNS:
        return take_proof(name, path)
    results = records.load(path)
    missing = [p for p in RUNS[name] if results.on(p) is None]
    if not ending.is_good(results) or missing:
        why = f"lacks {' and '.join(missing)}" if missing else \
            "not a run that ended well"
        print(f"{path}: {why}; nothing is taken", file=sys.stderr)
        return 1
    some = [r for r in results.records if is_kept(name, r)]
    write(name, pictures.kept(some) if name == "timeline" else some)
    return 0
