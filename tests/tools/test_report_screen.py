# SPDX-License-Identifier: MIT
"""test_report_screen.py - the first screen: what it says, that it fits, and
that noise does not change its advice."""
import argparse

import pytest

from kmaptest import madeup
from kmapreport import layout, noise, screen
import report

SPIN_IRQ = ("spin", "irq")


def lines_of(made_up):
    return report.report_lines(
        madeup.results(made_up), argparse.Namespace(only=None, workload=None))


def flat(made_up):
    """In one line."""
    return " ".join(" ".join(lines_of(made_up)).split())


def kernel_of(count):
    """A whole run of a kernel with that many strategies."""
    made_up = madeup.whole()
    for number in range(len(madeup.STRATEGIES), count):
        copies = [{**r, key: f"another-{number}"} for r in made_up
                  for key in ("strategy", "name")
                  if r.get(key) == "quarantine" and (
                      key == "strategy" or r["kind"] == "catalog")]
        made_up[3:3] = [r for r in copies if r["kind"] == "catalog"]
        made_up[-1:-1] = [r for r in copies if r["kind"] != "catalog"]
    return made_up


WRONG = {"unexpected": lambda r: {**r, "verdict": "timeout"}
         if r["kind"] == "scenario" else r,
         "as it is": lambda r: r,
         "controls fail": lambda r: {**r, "control": "stale"}
         if r["kind"] == "scenario" else r,
         "all rows stale": lambda r: madeup.cut_short(
             r, "stale", stale_reads=123456) if r["kind"] == "bench" else r,
         "unfinished": lambda r: madeup.run("exact")
         if r["kind"] == "end" else r}


@pytest.mark.parametrize("count", [2, 5, 8, 20])
@pytest.mark.parametrize("wrong", WRONG)
def test_it_fits_whatever_was_run(count, wrong):
    """So many lines of 80 columns, with the runner's three below them."""
    made_up = madeup.whole(list(madeup.STRATEGIES)[:2]) if count == 2 \
        else kernel_of(count)
    lines = lines_of(list(map(WRONG[wrong], made_up)))
    assert len(lines) <= screen.LINES < 40
    for line in lines:
        assert len(line) <= layout.WIDTH, line


def test_a_line_for_each_strategy_and_lock():
    lines = lines_of(kernel_of(8))
    for name in madeup.STRATEGIES:
        for lock in SPIN_IRQ:
            assert sum(line.split()[:2] == [name, lock] for line in lines) == 1
    lines = lines_of(kernel_of(20))
    assert any("more: `make verdicts`, `make table`)" in x for x in lines)


def test_the_claim_comes_with_its_evidence():
    """What went wrong, where, how often; and who is right."""
    text = flat(madeup.whole())
    for part in (
            "trades a deadlock for memory corruption.",
            "held with lock=irq: DEADLOCK (irq-deadlock, stale-own and 2 more)",
            "dropped: STALE (stale-own and stale-third; 248 wrong accesses), "
            "DOUBLE MAP (double-map and shared; 4 pages mapped twice), LOST "
            "WAKEUP (lost-wakeup).",
            "Right: quarantine and lockless; on one CPU only: cpumask."):
        assert part in text


def test_it_claims_nothing_that_the_records_do_not_show():
    """A patch that did no harm, or was not run."""
    harmless = [{**r, "verdict": "safe", "expected": "safe"}
                if r.get("strategy") == "dropped"
                and r["kind"] in ("scenario", "bench") else r
                for r in madeup.whole()]
    for made_up in (harmless, madeup.whole(["held"])):
        text = flat(made_up)
        assert "trades a deadlock" not in text
        assert "does not show all of the claim" in text


def test_the_figures_of_a_line():
    """hit and miss of rows without accounting, hold of the one with it,
    throughput as a factor, interrupts for 1000 misses."""
    lines = lines_of(madeup.whole())
    line = next(x for x in lines if x.startswith("held       spin"))
    assert line.split()[2:] == "safe 97 310 38.2k 1.5x 1.0x 14".split()
    line = next(x for x in lines if x.startswith("held       irq"))
    assert line.split()[2:] == \
        "DEADLOCK irq-deadlock +3 117 330 38.2k 1.5x - -".split()
    line = next(x for x in lines if x.startswith("cpumask    irq"))
    assert line.split()[2:5] == ["STALE", "stale-third", "*"]
    assert "* only where another CPU uses the address" in " ".join(lines)


def test_its_head_names_platforms_and_units():
    head = next(x for x in lines_of(madeup.whole()) if "bochs 8 CPUs" in x)
    assert "exact instructions" in head


@pytest.mark.parametrize("made_up, missing, there", [
    (madeup.exact(), "bochs", "97   310  38.2k     -     -     -"),
    (madeup.bochs(), "exact", "-     -      -  1.5x  1.0x    14")])
def test_a_column_whose_platform_was_not_run_says_which_run_fills_it(
        made_up, missing, there):
    lines = lines_of(made_up)
    assert f"`make run ACCEL={missing}` fills the columns" in flat(made_up)
    assert any(line.startswith("held       spin") and line.endswith(there)
               for line in lines)


def test_what_was_not_seen_is_not_called_safe():
    made_up = [r for r in madeup.whole() if r.get("name") != "stale-own"
               or r["kind"] == "catalog"]
    line = next(x for x in lines_of(made_up)
                if x.startswith("quarantine spin"))
    assert line.split()[2:5] == ["unknown", "no", "stale-own"]


# What is recommended.

def test_advice():
    text = flat(madeup.whole())
    assert "Where any CPU may use the address, take lockless: it costs " \
        "least of those that are right" in text
    assert "Against held with lock=spin: hit 0.4x, miss 0.8x, longest hold " \
        "0.9x, time of a miss with all CPUs 0.5x." in text
    assert "or kmap_local_page(), which takes 37 instructions, no lock" in text


def without_lockless(change):
    """Records in which lockless is not to be recommended."""
    return [new for r in madeup.whole() for new in
            ([r] if r.get("strategy") != "lockless" else change(r))]


NEVER = {
    "stale in another workload": lambda r: [
        r, madeup.bench("lockless", "irq", "copy", 2, verdict="stale",
                        complete=False)] if r["kind"] == "bench" else [r],
    "a deadlock in a stress run": lambda r: [
        r, madeup.bench("lockless", "spin", "stress", 2, verdict="deadlock",
                        complete=False)] if r["kind"] == "bench" else [r],
    "no scenarios": lambda r: [] if r["kind"] == "scenario" else [r],
    "one scenario was not played": lambda r: []
    if r.get("name") == "lost-wakeup" else [r],
    "one was not possible": lambda r: [{**r, "verdict": "n/a"}]
    if r.get("name") == "double-map" else [r],
    "a control failed": lambda r: [{**r, "control": "stale"}]
    if r.get("name") == "stale-own" else [r],
    "a verdict of another kind": lambda r: [{**r, "verdict": "timeout"}]
    if r.get("name") == "outer-lock" else [r],
}


@pytest.mark.parametrize("why", NEVER)
def test_never_recommended(why):
    text = flat(without_lockless(NEVER[why]))
    assert "take lockless" not in text
    assert "Where any CPU may use the address, take quarantine" in text


def test_what_happens_to_callers_that_break_the_rules_puts_nobody_out():
    made_up = [{**r, "verdict": "deadlock"} if r.get("name") == "wrong-caller"
               and r["kind"] == "scenario" else r for r in madeup.whole()]
    assert "take lockless" in flat(made_up)


def test_as_good_is_within_two_percent():
    """No more than that is a difference."""
    def like_lockless(factor):
        return [new for r in madeup.whole() for new in (
            [r, {**r, "strategy": "quarantine",
                 "mean": int(r["mean"] * factor)}]
            if r["kind"] == "bench" and r["strategy"] == "lockless" else
            [] if r["kind"] == "bench" and r["strategy"] == "quarantine"
            else [r])]

    assert "take quarantine or lockless: " in flat(like_lockless(1.01))
    assert "take lockless: " in flat(like_lockless(1.1))


# Noise.

def on_a_shared_host(factor):
    """The same as if a host had disturbed a clock: rows of the same code differ
    by that factor."""
    out = []
    for r in madeup.exact():
        if r["kind"] == "bench":
            worse = factor if r["strategy"] == "dropped" else 1
            r = {**r, "unit": "cycles", "p50": r["mean"] * worse}
        elif r["kind"] == "env":
            r = {**r, "platform": "kvm", "unit": "cycles",
                 "repeatable": False}
        elif r["kind"] == "run":
            r = {**r, "platform": "kvm"}
        out.append(r)
    return out


def test_the_same_code_is_known_by_equal_counts():
    groups = noise.same_code(madeup.results(madeup.exact()).on("exact"))
    assert {(name, "spin") for name in ("held", "dropped", "quarantine")} \
        in groups
    assert not any(("lockless", "spin") in group for group in groups)


@pytest.fixture(name="recorded")
def recorded_run(monkeypatch, out):
    """docs/records/run.jsonl, made up."""
    path = out / "run.jsonl"
    path.write_text(madeup.dumped(madeup.whole()), encoding="utf-8")
    monkeypatch.setattr(noise, "RECORDED", str(path))


@pytest.mark.usefixtures("recorded")
def test_noise_is_what_the_same_code_differs_by():
    run = madeup.results(on_a_shared_host(2)).on("kvm")
    assert noise.factor(run) == 2
    assert noise.lines(run) == ["Noise: medians of rows that run the same "
                                "code differ by up to 2.0x."]
    run = madeup.results(madeup.exact()).on("exact")
    assert noise.factor(run) == noise.ALIKE


@pytest.mark.usefixtures("recorded")
def test_less_than_the_noise_is_no_difference():
    assert "take lockless: " in flat(on_a_shared_host(1))
    assert "take quarantine or lockless: they cost least of those that " \
        "are right, and differ by no more than 800%, which is noise here" in \
        flat(on_a_shared_host(9))


def test_without_a_control_nothing_is_ranked(monkeypatch):
    monkeypatch.setattr(noise, "RECORDED", "/no/such/file")
    text = flat(on_a_shared_host(1))
    assert "take " not in text
    assert "noise is unknown, so nothing is ranked" in text


@pytest.mark.usefixtures("recorded")
def test_a_single_longest_time_changes_no_advice():
    calm = flat(on_a_shared_host(1))
    wild = flat([{**r, "max": 10**9, "hold_max": 10**9, "wait_max": 10**9,
                  "mean": 10**6} if r["kind"] == "bench" and
                 r["strategy"] == "lockless" else r
                 for r in on_a_shared_host(1)])
    assert wild == calm
