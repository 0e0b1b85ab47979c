# SPDX-License-Identifier: MIT
"""summary.py - what became of the defects: lines for people, and records."""
import json
import os
from collections import Counter

from kmaptest.project import ROOT
import equivalent

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


class Outcome:
    """What became of a defect, and what that says of the checks."""

    def __init__(self, result, defect, known):
        self.result = result
        self.defect = defect
        self.name = defect.name
        self.by = result["by"]
        self.message = result["message"]
        self.why_equivalent = "the same kernel comes of it" \
            if result.get("same") else equivalent.why(known, defect)
        # Made by rule, it may be no C: then there is nothing to catch.
        self.is_no_c = bool(result.get("broken") and defect.lines and
                            "not done" not in self.message)

    @property
    def counts(self):
        """Whether it is a defect at all."""
        return bool(self.by) or not (self.why_equivalent or self.is_no_c)

    @property
    def is_hole(self):
        """One that nobody saw."""
        return self.counts and not self.by

    def table_line(self, width):
        """For the table of all."""
        how = words(self.result) if self.by or not self.counts else \
            f"!! NOBODY {words(self.result)}"
        if self.by and self.defect.check not in ("", self.by):
            how = f"(not by {self.defect.check}) {how}"
        if not self.by and self.why_equivalent:
            how = f"none: {self.why_equivalent}"
        return f"{self.name.ljust(width)}  {self.result['seconds']:7.1f}  {how}"

    def record(self):
        """For docs/records/mutation.jsonl."""
        made = {"function": self.defect.function, "old": self.defect.old,
                "new": self.defect.new} if self.defect.lines else {}
        return {"v": 2, "kind": "mutation", "name": self.name,
                "file": self.defect.file, "rule": self.defect.rule,
                "why": self.defect.why, **made, "caught": bool(self.by),
                "by": self.by, "message": self.message,
                "equivalent": None if self.by else self.why_equivalent,
                "compiles": not self.is_no_c,
                "seconds": round(self.result["seconds"], 1)}


def print_table(outcomes):
    """A line for each defect: what caught it, and what that said."""
    width = max(len(o.name) for o in outcomes)
    print(f"\n{'defect'.ljust(width)}  seconds  caught by: what it said")
    for outcome in outcomes:
        print(outcome.table_line(width))


def print_checks(outcomes):
    """How many were caught by each kind of check, as the first that did."""
    by = Counter(o.by.split()[0] for o in outcomes if o.by)
    print("\ncaught by: " + ", ".join(
        f"{kind} {count}" for kind, count in by.most_common()))


def print_needless(outcomes):
    """Where all checks were tried on each defect: what each has caught, and
    what it alone."""
    tried = [o.result["found"] for o in outcomes if o.result.get("found")]
    if not tried:
        return
    found = [[check for check, said in one.items() if said] for one in tried]
    print("\ncheck: defects it caught, and those that no other did")
    for name in sorted({check for one in tried for check in one}):
        mine = [caught for caught in found if name in caught]
        alone = sum(len(caught) == 1 for caught in mine)
        print(f"  {name}: {len(mine)}, {alone}"
              + ("" if alone else "  (needless here)"))


def print_holes(outcomes):
    """Each, with what to look at."""
    for hole in (o for o in outcomes if o.is_hole):
        defect = hole.defect
        print(f"NOT CAUGHT: {hole.name}: {defect.file}: {defect.why}")
        if defect.lines:
            print(f"  in {defect.function}()\n  old: {defect.old}\n"
                  f"  new: {defect.new}")


def print_rules(outcomes):
    """How many of each rule were caught."""
    for rule in dict.fromkeys(o.defect.rule for o in outcomes):
        mine = [o for o in outcomes if o.defect.rule == rule]
        real = [o for o in mine if o.counts]
        print(f"{rule}: {sum(bool(o.by) for o in real)} of {len(real)} caught"
              + (f"; {len(mine) - len(real)} were none"
                 if len(mine) > len(real) else ""))


def write_records(path, outcomes):
    """A line for each defect."""
    with open(path, "w", encoding="utf-8") as file:
        for outcome in outcomes:
            file.write(json.dumps(outcome.record(), separators=(",", ":"),
                                  ensure_ascii=False) + "\n")


def report(results, planned, path):
    """Table, records, last words; returns the exit status."""
    known = equivalent.load()
    outcomes = [Outcome(r, planned[r["name"]], known) for r in results]
    print_table(outcomes)
    print_checks(outcomes)
    print_needless(outcomes)
    write_records(path, outcomes)
    print()
    print_holes(outcomes)
    print_rules(outcomes)
    real = [o for o in outcomes if o.counts]
    missing = set(planned) - {o.name for o in outcomes}
    print(f"{sum(bool(o.by) for o in real)} of {len(real)} defects were "
          f"caught; records: {os.path.relpath(path, ROOT)}")
    if missing:
        print(f"NOT TRIED: {', '.join(sorted(missing))}")
    return 1 if missing or any(o.is_hole for o in outcomes) else 0
