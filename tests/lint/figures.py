#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""figures.py - figures in the documents are those of the records, and the
records are of this code."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import Tap, read
from schema import Schema
import figures
from kmapfigures import proofs, regions, runs, sources, store

RUNS = ("run", "exact", "stress")
PAGE = ("**Claims", "**Who may use the address:", "**When to use it:",
        "**Prior art", "```", "figures: cost", "figures: proof")
NO_PRIOR_ART = ("recheck",)


def up_to_date(tap):
    """No document differs from what the records say."""
    out = figures.differences()
    tap.ok(not out, "every figure is as its record says",
           "\n".join(out) + "\nmake figures")
    for name in figures.DOCUMENTS:
        tap.ok("<!-- figures: " in read(name), f"{name} has figures")


def can_fail(tap):
    """A figure that was typed is found; so are a wrong word and a region
    without an end."""
    text = regions.fill(read("docs/strategies.md"))
    typed = re.sub(r"^\| held \| spin \| \d", "| held | spin | 77", text,
                   flags=re.M)
    tap.ok(typed != text and regions.fill(typed) == text,
           "a typed figure is put right")
    for bad in ("<!-- figures: nonsense -->\n<!-- /figures -->\n",
                "<!-- figures: costs -->\n"):
        try:
            regions.fill(bad)
            tap.ok(False, f"refuses {bad!r}")
        except ValueError:
            tap.ok(True, f"refuses {bad!r}")


def records(tap):
    """They are as the schema says, and of runs that ended well."""
    schema = Schema()
    for name in RUNS:
        run = store.load(name)
        if not tap.ok(run and run.records, f"there is {name}.jsonl"):
            continue
        wrong = schema.errors(run)
        tap.ok(not wrong, f"{name}.jsonl is as the schema says",
               "\n".join(wrong[:5]))
        tap.ok(run.end and run.end["status"] == "ok",
               f"{name}.jsonl: the run ended well", run.end)


def of_this_code(tap):
    """The recorded run has every strategy and scenario, with the verdict that
    scenario/expected.c expects."""
    expected = sources.expected()
    tap.ok(len(sources.names()) >= 8 and len(sources.scenarios()) >= 10,
           "strategies and scenarios are found in the code",
           (sources.names(), sources.scenarios()))
    tap.equal(set(sources.questions()), set(sources.scenarios()),
              "each scenario has its question")
    found = {(r["name"], r["strategy"], r["lock"]): r["verdict"]
             for r in store.load("run").of("scenario")}
    tap.equal(sorted(set(expected) ^ set(found)), [],
              "run.jsonl has each scenario, strategy and lock (make record)")
    wrong = [f"{key}: {found[key]}, not {expected[key]}"
             for key in set(found) & set(expected)
             if found[key] not in (expected[key], "n/a")]
    tap.ok(not wrong, "with the verdict in scenario/expected.c",
           "\n".join(wrong))


def parsed(tap):
    """The table is read right: a few cells that are known by heart."""
    expected = sources.expected()
    for key, verdict in {
            ("irq-deadlock", "held", "irq"): "deadlock",
            ("irq-deadlock", "held", "spin"): "safe",
            ("stale-own", "dropped", "spin"): "stale",
            ("double-map", "dropped", "irq"): "double-map",
            ("double-map", "recheck", "irq"): "safe",
            ("stale-third", "cpumask", "spin"): "stale"}.items():
        tap.equal(expected[key], verdict, f"expected: {' '.join(key)}")
    cells = sum(line.split()[0] in ("spin", "irq") or
                line.split()[1] in ("spin", "irq")
                for line in regions.fill(
                    "<!-- figures: expected -->\n<!-- /figures -->"
                ).splitlines() if len(line.split()) > 4)
    blocks = -(-len(sources.names()) // 8)
    tap.equal(cells, 2 * blocks * len(sources.scenarios()),
              "the table has two lines for each scenario")


def pages(tap):
    """A page for each strategy, with everything on it."""
    text = read("docs/strategies.md")
    parts = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text,
                            re.M | re.S))
    for name in sources.names():
        page = parts.get(name, "")
        missing = [word for word in PAGE if word not in page and not
                   ("Prior" in word and name in NO_PRIOR_ART)]
        tap.ok(not missing, f"docs/strategies.md: the page of {name}",
               f"lacks {missing}")


def stress_in_words(tap):
    """What stress found stands in the page of its strategy."""
    for name in sources.names():
        words = runs.stress_line(name)
        tap.ok("maps" in words, f"{name}: stress was recorded", words)


def proofs_shown(tap):
    """What the explorer, the model and the mutations say is shown: made-up
    records, as theirs may be still to come."""
    made_up = {
        "explore": [
            {"case": "once2", "strategy": name, "lock": lock, "cpus": 2,
             "slots": 2, "states": 1000,
             "finding": "stale" if name == "dropped" else "nothing"}
            for name in sources.names() for lock in sources.LOCKS],
        "model": [
            {"strategy": "held", "lock": "spin", "cpus": 3, "states": 7,
             "verdict": "safe", "defect": "nothing"},
            {"strategy": "held", "lock": "spin", "cpus": 2, "states": 7,
             "verdict": "stale", "defect": "no_remote_flush"}],
        "mutation": [
            {"name": "a", "file": "mm/a.c", "why": "b", "caught": True,
             "by": "c"},
            {"name": "d", "file": "mm/d.c", "why": "e", "caught": False,
             "by": None}]}
    lines, store.lines = store.lines, made_up.get
    try:
        matrix = "\n".join(proofs.explorer())
        tap.is_in(f"{2000 * len(sources.names()):,} states", matrix,
                  "explorer: how much it covered")
        tap.equal([matrix.count("stale"), matrix.count(" . ") > 8], [2, True],
                  "explorer: who was found wrong, and who was not")
        tap.is_in("| held | no_remote_flush | spin | 2 | 7 | stale |",
                  "\n".join(proofs.model()), "model: a control")
        tap.equal([proofs.summary("explore", "dropped")[:24],
                   proofs.summary("model", "held"),
                   proofs.summary("model", "polled")],
                  ["spin: stale; irq: stale;",
                   "spin: nothing found; 1 case of up to 3 CPUs, 7 states",
                   proofs.NOT_YET], "one strategy in words")
        found = "\n".join(proofs.mutations())
        tap.ok("1 of 2 were caught" in found and "NOBODY" in found,
               "mutations: caught or not", found)
    finally:
        store.lines = lines


def main():
    tap = Tap()
    for check in (up_to_date, can_fail, records, of_this_code, parsed, pages,
                  stress_in_words, proofs_shown):
        check(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
