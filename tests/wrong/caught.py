#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""caught.py - who catches which wrong strategy: caught.txt, and how it is made
(make wrong-accept)."""
import json
import re
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import derive
from kmaptest.booted import boot_to
from kmaptest.project import BUILD, call

TABLE = derive.HERE / "caught.txt"
KERNEL = BUILD / "wrong/kmaplab.elf"
EXPLORE = BUILD / "wrong/explore"
# What the code itself reports does not count; nor does how short the way is.
SEARCH = ("--no-self-checks", "--as-found", "--walks", "0", "--jobs", "1",
          "--states", "20000")
STRESS = ("--accel", "exact", "--cpus", "3", "--mem", "1G", "--timeout", "60",
          "--", "run=stress", "seconds=1")
SEEDS = (1, 2)
CASES = 4  # of the explorer, the quickest
KEYS = ("scenarios", "controls", "stress", "explorer")
HEAD = """\
SPDX-License-Identifier: MIT

Which check catches which wrong strategy (README.md): made by
`make wrong-accept`, to be reviewed. A verdict, and what ended with it though it
should not have.
No lock is named where both, spin and irq, end so.
"""


def names():
    """Of all wrong strategies, as the list has them."""
    return [wrong.name for wrong in derive.load()]


def hollow():
    """The scenarios of hollow.c."""
    return re.findall(r'^WRONG_SCENARIO\(\w+, "([\w-]+)"\)',
                      (derive.HERE / "hollow.c").read_text(), re.M)


def by_verdict(found):
    """{(what, lock): verdict} as a line: 'stale: twice2, once2/irq'."""
    places = defaultdict(lambda: defaultdict(list))
    for (what, lock), verdict in found.items():
        places[verdict][what].append(lock)
    return "; ".join(
        f"{verdict}: " + ", ".join(
            what + ("" if len(locks) == 2 else f"/{locks[0]}")
            for what, locks in places[verdict].items())
        for verdict in sorted(places)) or "-"


def places(line):
    """The other way: {(what, lock or None): verdict} of such a line."""
    out = {}
    for part in line.split("; ") if line != "-" else []:
        verdict, _, them = part.partition(": ")
        for what in them.split(", "):
            what, _, lock = what.partition("/")
            out[what, lock or None] = verdict
    return out


def not_as_expected(run, strategy):
    """(scenarios, controls) of one strategy, each as by_verdict() has them. In
    controls all callers keep the rules; for those that do not, what is
    expected depends on the strategy's name (scenario/expected.c)."""
    def keep_rules(name):
        return run.catalog.get("scenario", name, "callers") == "keep-rules"

    mine = [r for r in run.of("scenario") if r["strategy"] == strategy
            and r["verdict"] != "n/a" and r["name"] not in hollow()]
    return ({(r["name"], r["lock"]): r["verdict"] for r in mine
             if r["verdict"] != r["expected"] and keep_rules(r["name"])},
            {(r["name"], r["lock"]): r["control"] for r in mine
             if r["control"] != "safe"})


def whole(records, strategy):
    """Are there all of a strategy's scenarios? There is one strategy after the
    other, so those of the first are complete if there are more."""
    count = defaultdict(int)
    for record in records:
        count[record["strategy"]] += 1
    return count[strategy] == max(count.values(), default=0) > 0


def play(out):
    """{strategy: (scenarios, controls)}. A kernel that panics has caught the
    strategy that it was at, and is started again for the rest."""
    left = names()
    found = {}
    while left:
        booted = boot_to(out, KERNEL, "--cpus", "4", "--mem", "1G", "--",
                         "run=scenarios", "strategy=" + ",".join(left))
        records = booted.run.of("scenario")
        assert records and booted.status in (1, 2), booted.said
        while left and (booted.status == 1 or whole(records, left[0])):
            name = left.pop(0)
            found[name] = not_as_expected(booted.run, name)
        if left:
            name = left.pop(0)
            found[name] = not_as_expected(booted.run, name)
            found[name][0]["the one that was played", "spin"] = "panic"
    return found


def stress(out, strategies, seed, *words):
    """The rows of a stress run that found something. None at all if it did not
    end: what hangs or panics is seen elsewhere."""
    booted = boot_to(out, KERNEL, *STRESS, f"seed={seed}",
                     "strategy=" + ",".join(strategies), *words)
    return [r for r in booted.run.of("bench")
            if booted.status in (0, 1) and r["verdict"] != "safe"]


def stress_each(out):
    """{strategy: line}, of those that every seed finds."""
    caught = {}
    for name in names():
        if all(stress(out, [name], seed) for seed in SEEDS):
            caught[name] = "found"
    return caught


def search(strategy, *words):
    """The explorer's records of it."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        call([EXPLORE, *SEARCH, "--strategy", strategy, "--records",
              file.name, *words])
        return [json.loads(line) for line in file.read().splitlines()]


def explored(strategy):
    """The quickest of the explorer's cases that find something."""
    records = [r for r in search(strategy)
               if r["verdict"] not in ("safe", r["expected"])]
    records.sort(key=lambda r: (r["states"], r["case"]))
    cases = list(dict.fromkeys(r["case"] for r in records))[:CASES]
    return by_verdict({(r["case"], r["lock"]): r["verdict"] for r in sorted(
        records, key=lambda r: r["lock"], reverse=True)
        if r["case"] in cases})


def text(rows):
    """The table: {strategy: {key: line}}."""
    out = [HEAD]
    for wrong in derive.load():
        out.append(f"{wrong.name} ({wrong.of}): {wrong.why}")
        out += [f"    {key:9}  {rows[wrong.name][key]}" for key in KEYS]
        out.append("")
    return "\n".join(out)


def load():
    """The same, of the file."""
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        start = re.match(r"([\w-]+) \(\w+\): ", line)
        if start:
            rows[start[1]] = mine = {}
        elif line.startswith("    "):
            key, value = line.split(None, 1)
            mine[key] = value
    return rows


def main():
    out = Path(sys.argv[1])
    played = play(out)
    stressed = stress_each(out)
    TABLE.write_text(text({name: {
        "scenarios": by_verdict(played[name][0]),
        "controls": by_verdict(played[name][1]),
        "stress": stressed.get(name, "-"),
        "explorer": explored(name)} for name in names()}), encoding="utf-8")


if __name__ == "__main__":
    main()
