# SPDX-License-Identifier: MIT
"""proofs.py - what the explorer, the model and the planted defects found, from
docs/records/explore.jsonl, model.jsonl and mutation.jsonl.

docs/records/README.md says which fields a line has. None of the three files
need be there; more fields than those shown do no harm.
"""
from kmapfigures import runs, sources, store

NOT_YET = "not recorded yet"
NOTHING = ("nothing", "none", "safe", "ok", "", None)
ROWS = {  # what a row of the matrix is about
    "explore": ("case", "cpus", "slots", "bound"),
    "model": ("cpus", "slots", "bound"),
}
HEADS = {"cpus": "{} CPUs", "slots": "{} slots"}
WIDTH = 11
AT_ONCE = 8  # strategies side by side


def missing(name):
    return [f"*{NOT_YET.capitalize()}: docs/records/{name}.jsonl.*"]


def found_of(record):
    """What was found, in a word; None for nothing."""
    word = record.get("finding", record.get("verdict"))
    return None if word in NOTHING else word


def head_of(name, record):
    """The row that a record belongs to, in words."""
    return ", ".join(HEADS.get(key, "{}").format(record[key])
                     for key in ROWS[name] if record.get(key) is not None)


def line(head, cells):
    return (head + " ".join(cell.ljust(WIDTH) for cell in cells)).rstrip()


def block(name, run, strategies):
    """Findings: a column for each strategy, a line for each lock."""
    cells = {(head_of(name, r), r.get("lock"), r.get("strategy")): r
             for r in run.records}
    heads = list(dict.fromkeys(head_of(name, r) for r in run.records))
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


def matrix(name):
    """All that a proof found; a dot: nothing."""
    run = store.load(name)
    if run is None:
        return missing(name)
    names = sources.names()
    out = [f"{len(run.records)} cases, "
           f"{sum(r.get('states') or 0 for r in run.records):,} states. "
           "A dot: nothing was found in any of its states.", ""]
    for at in range(0, len(names), AT_ONCE):
        out += ["```", *block(name, run, names[at:at + AT_ONCE]), "```"]
    return out


def summary(name, strategy):
    """One strategy's records of a proof, in a few words."""
    run = store.load(name)
    mine = [r for r in run.records if r.get("strategy") == strategy] \
        if run else []
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
    return (f"{'; '.join(words)}; {len(mine)} cases of up to {cpus} CPUs, "
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
    run = store.load("mutation")
    if run is None:
        return missing("mutation")
    caught = sum(bool(r.get("caught", r.get("by"))) for r in run.records)
    return [f"{caught} of {len(run.records)} were caught.", "",
            "| defect | in | why it is one | caught by |",
            "|---|---|---|---|"] + [
        f"| {r['name']} | `{r['file']}` | {r['why']} | "
        f"{r.get('by') or 'NOBODY'} |" for r in run.records]
