# SPDX-License-Identifier: MIT
"""proofs.py - what the explorer, the model and the planted defects found, from
docs/records/explore.jsonl, model.jsonl and mutation.jsonl.

docs/records/README.md says which fields a line has. None of the three files
need be there; more fields than those shown do no harm.
"""
from kmapreport.numbers import plural
from kmapfigures import runs, sources, store

NOT_YET = "not recorded yet"
NOTHING = ("nothing", "none", "safe", "ok", "", None)
ROW = ("case", "cpus", "slots")  # what a row of the matrix is about
HEADS = {"cpus": "{} CPUs", "slots": "{} slots"}
WIDTH = 11
AT_ONCE = 8  # strategies side by side


def missing(name):
    return [f"*{NOT_YET.capitalize()}: docs/records/{name}.jsonl.*"]


def found_of(record):
    """What was found, in a word; None for nothing."""
    word = record.get("finding", record.get("verdict"))
    return None if word in NOTHING else word


def head_of(record):
    """The row that a record belongs to, in words."""
    return ", ".join(HEADS.get(key, "{}").format(record[key])
                     for key in ROW if record.get(key) is not None)


def line(head, cells):
    return (head + " ".join(cell.ljust(WIDTH) for cell in cells)).rstrip()


def block(cases, strategies):
    """Findings: a column for each strategy, a line for each lock."""
    cells = {(head_of(r), r.get("lock"), r.get("strategy")): r
             for r in cases}
    heads = list(dict.fromkeys(head_of(r) for r in cases))
    first = max(map(len, heads)) + 1
    out = [line(" " * (first + 5), strategies)]
    for head in heads:
        shown = head
        for lock in sources.LOCKS:
            row = [cells.get((head, lock, s)) for s in strategies]
            if any(row):
                out.append(line(
                    shown.ljust(first) + lock.ljust(5),
                    ["" if r is None else found_of(r) or "." for r in row]))
                shown = ""
    return out


def bounds(cases):
    """How far each case was searched: a line for each, and what differs."""
    out = ["| case | searched | but |", "|---|---|---|"]
    for head in dict.fromkeys(head_of(r) for r in cases):
        mine = [r for r in cases if head_of(r) == head and r.get("bound")]
        kinds = {}
        for record in mine:
            kinds.setdefault(record["bound"], {})[record["strategy"]] = True
        if kinds:
            usual = max(kinds, key=lambda k: len(kinds[k]))
            rest = "; ".join(f"{', '.join(kinds[k])}: {k}"
                             for k in kinds if k != usual)
            out.append(f"| {head} | {usual} | {rest} |")
    return out


def covered(cases):
    """How many, and how much they covered."""
    return (f"{plural(len(cases), 'case')}, "
            f"{sum(r.get('states') or 0 for r in cases):,} states.")


def explorer():
    """All that it found; a dot: nothing."""
    cases = store.lines("explore")
    if cases is None:
        return missing("explore")
    names = sources.names()
    out = [f"{covered(cases)} A dot: nothing was found in any of its states.",
           ""]
    for at in range(0, len(names), AT_ONCE):
        out += ["```", *block(cases, names[at:at + AT_ONCE]), "```"]
    return out + ["", *bounds(cases)]


def planted(case):
    """The defect of a case that has one: a control."""
    return None if case.get("defect") in NOTHING else case["defect"]


def model():
    """A line for each configuration; controls have a planted defect."""
    cases = store.lines("model")
    if cases is None:
        return missing("model")
    out = [covered(cases), "",
           "| strategy | planted defect | lock | CPUs | states | found |",
           "|---|---|---|--:|--:|---|"]
    return out + [
        f"| {r['strategy']} | {planted(r) or ''} | {r['lock']} | {r['cpus']} "
        f"| {r.get('states') or 0:,} | {found_of(r) or 'nothing'} |"
        for r in cases]


def summary(name, strategy):
    """One strategy's cases of a proof, in a few words."""
    mine = [r for r in store.lines(name) or []
            if r.get("strategy") == strategy and not planted(r)]
    if not mine:
        return NOT_YET
    words = []
    for lock in sources.LOCKS:
        bad = sorted({found_of(r) for r in mine
                      if r.get("lock") == lock and found_of(r)})
        if any(r.get("lock") == lock for r in mine):
            words.append(f"{lock}: {', '.join(bad) or 'nothing found'}")
    cpus = max(r.get("cpus") or 0 for r in mine)
    states = sum(r.get("states") or 0 for r in mine)
    return (f"{'; '.join(words)}; {plural(len(mine), 'case')} of up to {cpus} CPUs, "
            f"{states:,} states")


def proof(strategy):
    """The proof status of one strategy, as a list."""
    return ["**Proof status.**", "",
            f"- [explorer](proof.md#the-explorer): "
            f"{summary('explore', strategy)}",
            f"- [model](proof.md#the-model): {summary('model', strategy)}",
            f"- [stress](proof.md#stress): {runs.stress_line(strategy)}"]


def mutations():
    """Each planted defect, and what caught it."""
    defects = store.lines("mutation")
    if defects is None:
        return missing("mutation")
    caught = sum(d["caught"] for d in defects)
    return [f"{caught} of {len(defects)} were caught.", "",
            "| defect | in | why it is one | caught by |",
            "|---|---|---|---|"] + [
        f"| {d['name']} | `{d['file']}` | {d['why']} | "
        f"{d['by'] or 'NOBODY'} |" for d in defects]
