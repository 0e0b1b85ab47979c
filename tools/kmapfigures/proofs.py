# SPDX-License-Identifier: MIT
"""proofs.py - what the explorer, the model and the planted defects found, from
docs/records/explore.jsonl, explore-deep.jsonl, model.jsonl and mutation.jsonl.

docs/records/README.md says which fields a line has. None of the files need be
there; more fields than those shown do no harm.
"""
from kmapreport.numbers import plural
from kmapfigures import markdown, runs, store

NOTHING = ("nothing", "none", "safe", "ok", "", None)
COUNTED = {"cpus": "CPU", "slots": "slot"}


def missing(name):
    return [f"*{runs.NOT_YET.capitalize()}: docs/records/{name}.jsonl.*"]


def found_of(record):
    """What was found, in a word; None for nothing."""
    word = record.get("finding", record.get("verdict"))
    return None if word in NOTHING else word


def head_of(record):
    """What a row of the matrix is about, in words."""
    return ", ".join([record["case"], *(
        plural(record[key], word) for key, word in COUNTED.items()
        if record.get(key) is not None)])


def matrix(cases):
    """Findings: a column for each strategy, a line for each lock."""
    cells = {(head_of(r), r.get("lock"), r.get("strategy")): r
             for r in cases}
    names = store.strategies()
    rows = []
    for head, lock in dict.fromkeys((head_of(r), r.get("lock"))
                                    for r in cases):
        row = [cells.get((head, lock, name)) for name in names]
        rows.append(((head, lock), [
            "" if r is None else found_of(r) or "." for r in row]))
    return markdown.matrix(names, rows)


def bounds(cases):
    """How far each case was searched: a line for each, and what differs."""
    rows = []
    for head in dict.fromkeys(map(head_of, cases)):
        kinds = {}
        for record in cases:
            if head_of(record) == head and record.get("bound"):
                kinds.setdefault(record["bound"], {})[record["strategy"]] = 1
        if kinds:
            usual, _ = max(kinds.items(), key=lambda item: len(item[1]))
            rows.append((head, usual, "; ".join(
                f"{', '.join(whose)}: {bound}"
                for bound, whose in kinds.items() if bound != usual)))
    return markdown.table(["case", "searched", "but"], rows)


def covered(cases):
    """How many, and how much they covered."""
    return (f"{plural(len(cases), 'case')}, "
            f"{sum(r.get('states') or 0 for r in cases):,} states.")


def explorer():
    """All that it found; a dot: nothing."""
    cases = store.lines("explore")
    if cases is None:
        return missing("explore")
    return [f"{covered(cases)} A dot: nothing was found in any of its "
            "states.", "", *matrix(cases), "", *bounds(cases)]


def name_of(record):
    """A search's strategy and lock, in a word."""
    return f"{record['strategy']}/{record['lock']}"


def gave_up(records):
    """Searches that saw a part only of what is within their bound."""
    return [r for r in records
            if found_of(r) is None and not r["complete"]]


def deep_rows(records):
    """A row for each case and bound."""
    for head, bound in dict.fromkeys((head_of(r), r["bound"])
                                     for r in records):
        mine = [r for r in records
                if (head_of(r), r["bound"]) == (head, bound)]
        yield (head, bound, len(mine) - len(gave_up(mine)),
               f"{sum(r['states'] for r in mine):,}", "; ".join(
                   f"{name_of(r)} at {r['states']:,} states"
                   for r in gave_up(mine)))


def deep():
    """How far DEEP=1 has come, and of which tree."""
    lines = store.lines("explore-deep")
    if lines is None:
        return missing("explore-deep")
    tree = next(r for r in lines if r["kind"] == "tree")
    done = [r for r in lines if r["kind"] == "explore"]
    wrong = sum(r["verdict"] != r["expected"] for r in done)
    return [f"Commit {tree['commit']}: "
            f"{plural(len(done), 'search', ending='es')}, "
            f"{sum(r['states'] for r in done):,} states. "
            f"{len(gave_up(done))} gave up; "
            f"{wrong or 'no search'} ended otherwise than expected.", "",
            *markdown.table(
                ["case", "searched", ">to the end", ">states", "gave up"],
                deep_rows(done))]


def planted(case):
    """The defect of a case that has one: a control."""
    return None if case.get("defect") in NOTHING else case["defect"]


def model():
    """A line for each configuration; controls have a planted defect."""
    cases = store.lines("model")
    if cases is None:
        return missing("model")
    return [covered(cases), "", *markdown.table(
        ["strategy", "planted defect", "lock", ">CPUs", ">states", "found"],
        [(r["strategy"], planted(r) or "", r["lock"], r["cpus"],
          f"{r.get('states') or 0:,}", found_of(r) or "nothing")
         for r in cases])]


def summary(name, strategy):
    """One strategy's cases of a proof, in a few words."""
    mine = [r for r in store.lines(name) or []
            if r.get("strategy") == strategy and not planted(r)]
    if not mine:
        return runs.NOT_YET
    words = []
    for lock in store.LOCKS:
        bad = sorted({found_of(r) for r in mine
                      if r.get("lock") == lock and found_of(r)})
        if any(r.get("lock") == lock for r in mine):
            words.append(f"{lock}: {', '.join(bad) or 'nothing found'}")
    cpus = max(r.get("cpus") or 0 for r in mine)
    states = sum(r.get("states") or 0 for r in mine)
    return (f"{'; '.join(words)}; {plural(len(mine), 'case')} of up to "
            f"{plural(cpus, 'CPU')}, {states:,} states")


def proof(strategy):
    """The proof status of one strategy, as a list."""
    return ["**Proof status.**", "",
            f"- [explorer](proof.md#the-explorer): "
            f"{summary('explore', strategy)}",
            f"- [model](proof.md#the-model): {summary('model', strategy)}",
            f"- [stress](proof.md#stress): {runs.stress_line(strategy)}"]


def listed_and_made(defects):
    """Planted defects: (those of the list, those made by rule)."""
    made = [d for d in defects if d.get("rule", "listed") != "listed"]
    return [d for d in defects if d not in made], made


def real(made):
    """Those made by rule that are defects."""
    return [d for d in made if d["compiles"] and not d["equivalent"]]


def by_rule(made):
    """Defects that were made by rule: a line for each rule."""
    rows = []
    for rule in dict.fromkeys(d["rule"] for d in made):
        mine = [d for d in made if d["rule"] == rule]
        meant = real(mine)
        caught = sum(d["caught"] for d in meant)
        rows.append((rule, len(mine), len(mine) - len(meant), caught,
                     len(meant) - caught))
    return markdown.table(["rule", ">planted", ">no defect", ">caught",
                           ">not caught"], rows)


def mutations():
    """Each planted defect, and what caught it; those made by rule counted."""
    defects = store.lines("mutation")
    if defects is None:
        return missing("mutation")
    listed, made = listed_and_made(defects)
    caught = sum(d["caught"] for d in listed)
    return [f"{caught} of {len(listed)} were caught.", "", *markdown.table(
        ["defect", "in", "why it is one", "caught by"],
        [(d["name"], f"`{d['file']}`", d["why"], d["by"] or "NOBODY")
         for d in listed]),
            *(["", "A sample of those made by rule:", "", *by_rule(made)]
              if made else [])]
