# SPDX-License-Identifier: MIT
"""test_advice.py - what the report says is to be used, on made-up records: the
best of those that were right, and never one that was not, or not seen enough.
"""
from pathlib import Path

import pytest

from kmapreport.records import parse

GOOD = (Path(__file__).parent / "data/good.jsonl").read_text("utf-8")
SCENARIOS = ("irq-deadlock", "stale-own", "stale-third", "blind-flusher",
             "double-map", "lost-wakeup", "wrong-caller", "outer-lock")
ENV, END = (parse(GOOD.splitlines()[i]) for i in (0, -1))
ROW = next(parse(line) for line in GOOD.splitlines()
           if '"workload":"cycle","threads":1' in line)


def row(strategy, lock, threads, **fields):
    """A row of cycle in which nothing went wrong."""
    return {**ROW, "strategy": strategy, "lock": lock, "threads": threads,
            "ops": 10000, "checked": 10000, "ipis": 100, **fields}


def rows_of(name, verdicts=None, locks=("spin", "irq"), **costs):
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


def costs_of(time, hold, wait, ipis):
    return {"cycles_per_op": time, "hold_max": hold, "wait_max": wait,
            "ipis": ipis}


FAST = rows_of("fast", **costs_of(1000, 9000, 9000, 100))
SHORT = rows_of("short", {"wrong-caller": "deadlock"},
                **costs_of(2000, 1000, 1000, 200))
OWN = rows_of("own", {"stale-third": "stale"}, **costs_of(1000, 900, 900, 0))
HELD = rows_of("held", {("irq-deadlock", "irq"): "deadlock"},
               **costs_of(4000, 10000, 20000, 100))
BROKEN = rows_of("broken", {"stale-own": "stale", "stale-third": "stale",
                            "double-map": "double-map"},
                 **costs_of(1, 1, 1, 0))
LOCAL = [row(None, None, 8, workload="local", cycles_per_op=500,
             hold_max=None, wait_max=None)]


@pytest.fixture(name="advice")
def advice_on(report):
    """advice(records..., end=None): the section for these, in one line."""
    def of_these(*groups, end=None):
        made_up = [ENV, *(r for group in groups for r in group)]
        made_up += [END] if end is None else end
        return " ".join(report(made_up, "--only", "advice").stdout.split())
    return of_these


def test_records_are_as_the_schema_says(schema):
    """The made-up ones."""
    assert not [r for r in FAST + OWN + LOCAL if schema.error(r)]


@pytest.mark.parametrize("part", [
    "on QEMU (TCG, all CPUs on one host thread)",
    "held with lock=irq: DEADLOCK (irq-deadlock)",
    "broken: STALE (stale-own, stale-third); DOUBLE MAP (double-map)",
    "own: STALE (stale-third): its address is not for other CPUs",
    "ANY CPU may use the address: use short. It has the shortest longest hold "
    "of kmap_lock and the shortest longest wait for kmap_lock; it costs 2.0x "
    "the time a map of fast and 2.0x the IPIs of fast.",
    "Against held with lock=spin it has 0.5x the time a map, 0.1x the longest "
    "hold of kmap_lock, 0.05x the longest wait for kmap_lock and 2.0x the "
    "IPIs.",
    "must keep the rules (wrong-caller).",
    "on its CPU: use own. It has the least time a map,",
    "It stands wrong callers too.",
    "local, the floor 0.5x",
    "(kmap_local_page): 2.0x as fast as"])
def test_best_for_each_use(advice, part):
    """The best for each use, and why."""
    assert part in advice(HELD, BROKEN, FAST, SHORT, OWN, LOCAL)


def test_wrong_one_is_not_named(advice):
    """Though it is the fastest."""
    text = advice(HELD, BROKEN, FAST, SHORT, OWN, LOCAL)
    assert "use broken" not in text
    assert "broken 1.0x" not in text


def test_good_one_is_recommended(advice):
    """What the next test starts from."""
    assert "ANY CPU may use the address: use short." in advice(FAST, SHORT)


DISQUALIFIED = {
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
        rows_of("short", {"outer-lock": "timeout"},
                **costs_of(2000, 1000, 1000, 200)),
    "no scenarios": [r for r in SHORT if r["kind"] == "bench"],
    "one scenario was not played":
        [r for r in SHORT if r.get("name") != "lost-wakeup"],
    "one scenario was n/a":
        rows_of("short", {"blind-flusher": "n/a"},
                **costs_of(2000, 1000, 1000, 200)),
    "a control was not safe":
        [{**r, "control": "stale"} if r.get("name") == "stale-own" else r
         for r in SHORT],
    "no row with the most threads":
        [r for r in SHORT if r.get("threads") != 8],
    "few maps were checked":
        [{**r, "checked": 10} if "checked" in r else r for r in SHORT],
}


@pytest.mark.parametrize("why", DISQUALIFIED)
def test_disqualified(advice, why):
    """It is not recommended any more."""
    text = advice(FAST, DISQUALIFIED[why])
    assert "use short" not in text
    assert "address: use fast. It is all that is left" in text


def test_says_what_was_seen_too_little(advice):
    """And how little."""
    text = advice(FAST, DISQUALIFIED["few maps were checked"])
    assert "short: too little seen: only 10 maps checked in cycle" in text


def test_right_with_one_lock(advice):
    """held and a broken one: held, with the lock that is right."""
    text = advice(HELD, BROKEN)
    assert "use held with lock=spin. It is all that is left" in text


def test_both_locks_before_one(advice):
    """Right with both locks comes before right with one."""
    assert "address: use short." in advice(HELD, SHORT)


def test_nothing_right(advice):
    """Only a broken one."""
    assert advice(BROKEN).count(
        "nothing that this run tried can be recommended") == 2


def test_nothing_for_any_cpu(advice):
    """Only one that is right for its own CPU."""
    assert "ANY CPU may use the address: nothing" in advice(OWN)


def test_one_lock(advice):
    """Where only one lock was run, no word of it."""
    text = advice(rows_of("short", locks=("spin",), **costs_of(1, 1, 1, 1)),
                  rows_of("fast", locks=("spin",), **costs_of(9, 9, 9, 9)))
    assert "address: use short. It has" in text


def test_alike(advice):
    """The better one, and the other one is named."""
    text = advice(FAST, rows_of("alike", **costs_of(1100, 9100, 9100, 100)))
    assert "use fast. It has" in text
    assert "alike is as good, as far as one run can tell" in text


@pytest.mark.parametrize("records", [
    pytest.param([ROW], id="no-scenarios"),
    pytest.param([r for r in FAST if r["kind"] == "scenario"],
                 id="no-rows")])
def test_no_advice(advice, records):
    """There is nothing to go by."""
    assert "What to use" not in advice(records)


def test_cut_short(advice):
    """No end record: no advice."""
    assert "What to use: a run that was cut short cannot tell" in advice(
        FAST, end=[])


def test_unexpected_verdict(advice):
    """It is said first."""
    assert "not all as expected: look there first" in advice(
        FAST, end=[{**END, "status": "unexpected"}])
