#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""advice.py - what the report says is to be used, on made-up records: the best
of those that were right, and never one that was not, or not seen enough."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import REPORT, Tap, call, out_dir, read
from kmapreport.records import parse
from schema import Schema

GOOD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data",
                    "good.jsonl")
SCENARIOS = ("irq-deadlock", "stale-own", "stale-third", "blind-flusher",
             "double-map", "lost-wakeup", "wrong-caller", "outer-lock")
ENV, END = (parse(line) for line in (read(GOOD).splitlines()[0],
                                     read(GOOD).splitlines()[-1]))
ROW = next(parse(line) for line in read(GOOD).splitlines()
           if '"workload":"cycle","threads":1' in line)


def row(strategy, lock, threads, **fields):
    """A row of cycle in which nothing went wrong."""
    return {**ROW, "strategy": strategy, "lock": lock, "threads": threads,
            "ops": 10000, "checked": 10000, "ipis": 100, **fields}


def strategy(name, verdicts=None, locks=("spin", "irq"), **costs):
    """All records of one strategy; verdicts: of the scenarios that were not
    safe, by name or by (name, lock)."""
    out = []
    for lock in locks:
        out += [row(name, lock, threads, **costs) for threads in (1, 2, 8)]
        for scenario in SCENARIOS:
            verdict = (verdicts or {}).get((scenario, lock)) or (
                verdicts or {}).get(scenario, "safe")
            out.append({"v": 1, "kind": "scenario", "name": scenario,
                        "strategy": name, "lock": lock, "verdict": verdict,
                        "expected": verdict, "control": "safe",
                        "detail": "as made up"})
    return out


def costs(time, hold, wait, ipis):
    return {"cycles_per_op": time, "hold_max": hold, "wait_max": wait,
            "ipis": ipis}


def advice(*groups, end=None):
    """The section for these records, in one line."""
    path = os.path.join(out_dir("advice"), "results.jsonl")
    everything = [ENV, *(r for group in groups for r in group)]
    everything += [END] if end is None else end
    with open(path, "w", encoding="utf-8") as file:
        for record in everything:
            file.write(json.dumps(record) + "\n")
    out = call([*REPORT, path, "--only", "advice"]).stdout
    return " ".join(out.split())


FAST = strategy("fast", **costs(1000, 9000, 9000, 100))
SHORT = strategy("short", {"wrong-caller": "deadlock"},
                 **costs(2000, 1000, 1000, 200))
OWN = strategy("own", {"stale-third": "stale"}, **costs(1000, 900, 900, 0))
HELD = strategy("held", {("irq-deadlock", "irq"): "deadlock"},
                **costs(4000, 10000, 20000, 100))
BROKEN = strategy("broken", {"stale-own": "stale", "stale-third": "stale",
                             "double-map": "double-map"}, **costs(1, 1, 1, 0))
LOCAL = [row(None, None, 8, workload="local", cycles_per_op=500,
             hold_max=None, wait_max=None)]


def all_of_them(tap):
    """The best for each use, and why."""
    wrong = [Schema().error(r) for r in FAST + OWN + LOCAL]
    tap.ok(not any(wrong), "the made-up records are as the schema says",
           wrong)
    text = advice(HELD, BROKEN, FAST, SHORT, OWN, LOCAL)
    for part in (
            "on QEMU (TCG, all CPUs on one host thread)",
            "held with lock=irq: DEADLOCK (irq-deadlock)",
            "broken: STALE (stale-own, stale-third); DOUBLE MAP (double-map)",
            "own: STALE (stale-third): its address is not for other CPUs",
            "ANY CPU may use the address: use short. It has the shortest "
            "longest hold of kmap_lock and the shortest longest wait for "
            "kmap_lock; it costs 2.0x the time a map of fast and 2.0x the "
            "IPIs of fast.",
            "Against held with lock=spin it has 0.5x the time a map, 0.1x the "
            "longest hold of kmap_lock, 0.05x the longest wait for kmap_lock "
            "and 2.0x the IPIs.",
            "must keep the rules (wrong-caller).",
            "on its CPU: use own. It has the least time a map,",
            "It stands wrong callers too.",
            "local, the floor 0.5x",
            "(kmap_local_page): 2.0x as fast as"):
        tap.is_in(part, text, f"all: '{part[:60]}'")
    tap.ok("use broken" not in text and "broken 1.0x" not in text,
           "all: the fastest is not named, as it is wrong", text)


def never(tap):
    """What disqualifies, a case each."""
    good = advice(FAST, SHORT)
    tap.is_in("ANY CPU may use the address: use short.", good, "(the good)")
    cases = {
        "a stale access in a row of another workload":
            SHORT + [row("short", "spin", 2, workload="copy", stale_reads=1),
                     row("short", "irq", 2, workload="copy", stale_writes=1)],
        "a double map in a row":
            SHORT + [row("short", lock, 2, double_maps=1)
                     for lock in ("spin", "irq")],
        "a deadlock in a stress run":
            SHORT + [row("short", lock, 2, workload="stress", deadlocks=1)
                     for lock in ("spin", "irq")],
        "a row that was cut short":
            SHORT + [row("short", lock, 4, complete=False, reason="why")
                     for lock in ("spin", "irq")],
        "a scenario that nobody here has heard of":
            strategy("short", {"outer-lock": "timeout"},
                     **costs(2000, 1000, 1000, 200)),
        "no scenarios": [r for r in SHORT if r["kind"] == "bench"],
        "one scenario was not played":
            [r for r in SHORT if r.get("name") != "lost-wakeup"],
        "one scenario was n/a":
            strategy("short", {"blind-flusher": "n/a"},
                     **costs(2000, 1000, 1000, 200)),
        "a control was not safe":
            [{**r, "control": "stale"} if r.get("name") == "stale-own" else r
             for r in SHORT],
        "no row with the most threads":
            [r for r in SHORT if r.get("threads") != 8],
        "few maps were checked":
            [{**r, "checked": 10} if "checked" in r else r for r in SHORT],
    }
    for why, records in cases.items():
        text = advice(FAST, records)
        tap.ok("use short" not in text and
               "address: use fast. It is all that is left" in text,
               f"{why}: not recommended", text)
    text = advice(FAST, cases["few maps were checked"])
    tap.is_in("short: too little seen: only 10 maps checked in cycle", text,
              "and it says why")


def few(tap):
    """Less to go by."""
    text = advice(HELD, BROKEN)
    tap.is_in("use held with lock=spin. It is all that is left", text,
              "held and a broken one: held, with the lock that is right")
    text = advice(HELD, SHORT)
    tap.is_in("address: use short.", text,
              "right with both locks comes before right with one")
    text = advice(BROKEN)
    tap.equal(text.count("nothing that this run tried can be recommended"), 2,
              "only a broken one: nothing")
    text = advice(OWN)
    tap.is_in("ANY CPU may use the address: nothing", text,
              "only for its own CPU: nothing for any CPU")
    text = advice(strategy("short", locks=("spin",), **costs(1, 1, 1, 1)),
                  strategy("fast", locks=("spin",), **costs(9, 9, 9, 9)))
    tap.is_in("address: use short. It has", text, "one lock: no word of it")
    text = advice(FAST, strategy("alike", **costs(1100, 9100, 9100, 100)))
    tap.is_in("use fast. It has", text, "alike: the better one")
    tap.is_in("alike is as good, as far as one run can tell", text,
              "alike: the other one is named")
    tap.ok("What to use" not in advice([ROW]), "no scenarios: no advice")
    tap.ok("What to use" not in advice(
        [r for r in FAST if r["kind"] == "scenario"]), "no rows: no advice")
    tap.is_in("What to use: a run that was cut short cannot tell",
              advice(FAST, end=[]), "no end record: no advice")
    tap.is_in("not all as expected: look there first",
              advice(FAST, end=[{**END, "status": "unexpected"}]),
              "an unexpected verdict: said first")


def main():
    tap = Tap()
    for test in (all_of_them, never, few):
        test(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
