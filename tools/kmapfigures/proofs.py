# SPDX-License-Identifier: MIT
"""proofs.py - what the explorer, the model and the mutations found, from
docs/records/explore.jsonl, model.jsonl and mutation.jsonl.

docs/records/README.md says which fields a line has. None of the three files
need be there; more fields than those shown do no harm.
"""
from kmapfigures import runs, store

NOT_YET = "not recorded yet"
SAFE = ("none", "safe", "ok", None)

TABLES = {  # record: the fields shown, with their headings
    "explore": (("case", "case"), ("strategy", "strategy"), ("lock", "lock"),
                ("cpus", "CPUs"), ("slots", "slots"), ("bound", "bound"),
                ("states", "states"), ("finding", "finding"),
                ("steps", "shortest, steps")),
    "model": (("strategy", "strategy"), ("lock", "lock"), ("cpus", "CPUs"),
              ("slots", "slots"), ("bound", "bound"), ("states", "states"),
              ("verdict", "verdict")),
    "mutation": (("name", "defect"), ("file", "in"), ("why", "why it is one"),
                 ("by", "caught by")),
}


def text(value):
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def table(name):
    """All records of one kind of proof, a line each."""
    run = store.load(name)
    if run is None:
        return [f"*{NOT_YET.capitalize()}: docs/records/{name}.jsonl.*"]
    fields = TABLES[name]
    out = ["| " + " | ".join(heading for _, heading in fields) + " |",
           "|" + "---|" * len(fields)]
    return out + ["| " + " | ".join(text(r.get(key)) for key, _ in fields)
                  + " |" for r in run.records]


def found_of(record):
    return record.get("finding", record.get("verdict"))


def summary(name, strategy):
    """One strategy's records of a proof, in a few words."""
    run = store.load(name)
    if run is None:
        return NOT_YET
    mine = [r for r in run.records if r.get("strategy") == strategy]
    if not mine:
        return NOT_YET
    bad = sorted({f"{found_of(r)} ({r.get('lock')})" for r in mine
                  if found_of(r) not in SAFE})
    states = sum(r.get("states") or 0 for r in mine)
    cpus = max((r.get("cpus") or 0 for r in mine), default=0)
    return (f"{len(mine)} cases, up to {cpus} CPUs, {states:,} states: "
            + (", ".join(bad) if bad else "nothing found"))


def proof(strategy):
    """The proof status of one strategy, as a list."""
    return ["**Proof status.**", "",
            f"- explorer: {summary('explore', strategy)}",
            f"- model: {summary('model', strategy)}",
            f"- stress: {runs.stress_line(strategy)}"]


def mutations():
    """How many of the planted defects were caught."""
    run = store.load("mutation")
    if run is None:
        return [f"*{NOT_YET.capitalize()}: docs/records/mutation.jsonl.*"]
    caught = sum(bool(r.get("caught", r.get("by"))) for r in run.records)
    return [f"{caught} of {len(run.records)} planted defects were caught.",
            "", *table("mutation")]
