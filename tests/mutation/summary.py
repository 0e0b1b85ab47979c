# SPDX-License-Identifier: MIT
"""summary.py - what became of the defects: lines for people, and records."""
import json
import os
from collections import Counter

from kmaptest.project import ROOT

WIDTH = 160  # of a message in the table


def words(result):
    """What became of one, in a line."""
    if result.get("broken"):
        return f"!! DOES NOT COMPILE: {result['message']}"[:WIDTH]
    if not result["by"]:
        return result["message"] or "nothing"
    return f"{result['by']}: {result['message']}"[:WIDTH]


def line(result):
    """The same, while it goes on."""
    return f"{result['seconds']:5.1f} s  {result['name']}: {words(result)}"


def print_table(results, planned):
    """A line for each defect: what caught it, and what that said."""
    width = max(len(r["name"]) for r in results)
    print(f"\n{'defect'.ljust(width)}  seconds  caught by: what it said")
    for result in results:
        named = planned[result["name"]].check
        how = words(result) if result["by"] or result.get("broken") else \
            f"!! NOBODY {result['message']}"
        if result["by"] and result["by"] != named:
            how = f"(not by {named}) {how}"
        print(f"{result['name'].ljust(width)}  {result['seconds']:7.1f}  "
              f"{how}")


def kind_of(check):
    """explore, of explore once2 held spin"""
    return check.split()[0]


def print_checks(results):
    """How many were caught by each kind of check, as the first that did."""
    by = Counter(kind_of(r["by"]) for r in results if r["by"])
    print("\ncaught by: " + ", ".join(
        f"{kind} {count}" for kind, count in by.most_common()))


def print_needless(results):
    """Where all checks were tried on each defect: what each has caught, and
    what it alone."""
    found = [[check for check, message in r["found"].items() if message]
             for r in results if r.get("found")]
    if not found:
        return
    names = dict.fromkeys(c for r in results for c in r.get("found", ()))
    print("\ncheck: defects it caught, and those that no other did")
    for name in sorted(names):
        mine = [caught for caught in found if name in caught]
        alone = sum(len(caught) == 1 for caught in mine)
        print(f"  {name}: {len(mine)}, {alone}"
              + ("" if alone else "  (needless here)"))


def write_records(path, results, planned):
    """A line for each defect, for docs/records/mutation.jsonl."""
    with open(path, "w", encoding="utf-8") as file:
        for r in results:
            defect = planned[r["name"]]
            file.write(json.dumps({
                "v": 2, "kind": "mutation", "name": r["name"],
                "file": defect.file, "rule": "listed", "why": defect.why,
                "caught": r["by"] is not None, "by": r["by"],
                "message": r["message"], "seconds": round(r["seconds"], 1)},
                separators=(",", ":"), ensure_ascii=False) + "\n")


def report(results, planned, path):
    """Table, records, last words; returns the exit status."""
    print_table(results, planned)
    print_checks(results)
    print_needless(results)
    write_records(path, results, planned)
    survivors = [r["name"] for r in results if not r["by"]]
    missing = set(planned) - {r["name"] for r in results}
    print(f"\n{len(results) - len(survivors)} of {len(planned)} defects were "
          f"caught; records: {os.path.relpath(path, ROOT)}")
    if survivors:
        print(f"NOT CAUGHT: {', '.join(survivors)}")
    if missing:
        print(f"NOT TRIED: {', '.join(sorted(missing))}")
    return 1 if survivors or missing else 0
