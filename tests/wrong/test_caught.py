# SPDX-License-Identifier: MIT
"""test_caught.py - the checks catch the strategies that are wrong in one way,
as caught.txt has it; and each of them can fail."""
import subprocess

import pytest

import caught
import derive
from kmaptest.booted import boot_to
from kmaptest.project import BUILD, KERNEL, STRATEGIES

NAMES = caught.names()
TABLE = caught.load()
PLAYED_BY = {key: {place for row in TABLE.values()
                   for place in caught.places(row[key])}
             for key in ("scenarios", "controls")}
STRESSED = [name for name, row in TABLE.items() if row["stress"] != "-"]
EXPLORED = [name for name, row in TABLE.items() if row["explorer"] != "-"]


def test_table_is_about_the_list():
    """All of it, and nothing else."""
    assert list(TABLE) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_somebody_catches_it(name):
    """More than the forced interleavings and stress: those are luck."""
    assert TABLE[name]["explorer"] != "-"


@pytest.mark.takes(60)
def test_scenarios(out):
    """Plays and controls end as the table has it: no more are caught, and no
    fewer."""
    found = caught.play(out)
    assert {name: {"scenarios": caught.by_verdict(scenarios),
                   "controls": caught.by_verdict(controls)}
            for name, (scenarios, controls) in found.items()} == {
        name: {key: row[key] for key in ("scenarios", "controls")}
        for name, row in TABLE.items()}


def of_product(described, callers):
    """Names of the product's scenarios with such callers."""
    catalog = described.catalog
    return {name for name in catalog.names("scenario")
            if catalog.get("scenario", name, "callers") == callers}


def test_every_scenario_can_fail(described):
    """Each is not as expected with some wrong strategy. Those whose callers
    break the rules fail with strategies of the product."""
    assert of_product(described, "keep-rules") <= {
        what for what, _ in PLAYED_BY["scenarios"]}
    broken = {r["name"] for r in described.of("scenario")
              if r["expected"] not in ("safe", "n/a")}
    assert of_product(described, "break-rules") <= broken


def test_every_control_can_fail(described):
    """The same of the controls, of all scenarios."""
    assert set(described.catalog.names("scenario")) <= {
        what for what, _ in PLAYED_BY["controls"]}


@pytest.mark.takes(20)
def test_stress(out):
    """It finds what it should, in a second; and each thing that it can find is
    found in one or the other, by each half of the oracle. (Lost wake-ups: the
    next test. Refusals come where a thread has interrupts off by mistake, but
    mostly it meets something worse first.)"""
    rows = caught.stress(out, STRESSED, caught.SEEDS[0])
    assert {row["strategy"] for row in rows} == set(STRESSED)
    assert {row["verdict"] for row in rows} >= {
        "stale", "double-map", "bad-count", "deadlock"}
    assert any(row["stale_reads"] for row in rows)
    assert any(row["stale_writes"] for row in rows)


@pytest.mark.takes(5)
def test_stress_sees_a_lost_wake_up(out):
    """In a small window, where threads often sleep; with one of some seeds, as
    each plays its second in another way."""
    rows = next(filter(None, (
        caught.stress(out, ["no-wake-up"], seed, "window=8")
        for seed in range(1, 9))), [])
    assert {row["verdict"] for row in rows} == {"lost-wakeup"}


@pytest.mark.parametrize("name", EXPLORED)
def test_explorer(name):
    """The first of its cases still finds the same, by itself."""
    (case, lock), verdict = next(iter(
        caught.places(TABLE[name]["explorer"]).items()))
    found = caught.search(name, "--case", case, "--lock", lock or "spin")
    assert [record["verdict"] for record in found] == [verdict]


def test_every_finding_is_made():
    """Whatever the explorer looks for, but what is wrong with an access."""
    assert {verdict for row in TABLE.values() for verdict in caught.places(
        row["explorer"]).values()} == {
            "stale", "double-map", "bad-count", "deadlock", "lost-wakeup",
            "livelock", "irq-state"}


def test_two_cpus_are_enough_to_publish_too_much():
    """docs/strategies.md: two maps of each show it, while the cases of three
    CPUs do not. The strategy's own count of its slots is ignored."""
    def verdicts(case):
        return {r["verdict"] for r in caught.search(
            "publish-all", "--case", case, "--states", "6000000")}

    assert verdicts("twice2") == {"stale"}
    assert verdicts("once3") == {"safe"}


@pytest.mark.takes(5)
def test_hollow_scenarios(out):
    """A play or a control that shows nothing is no evidence."""
    booted = boot_to(out, caught.KERNEL, "--cpus", "4", "--mem", "1G", "--",
                     "run=scenarios", "strategy=quarantine",
                     "scenario=" + ",".join(caught.hollow()))
    assert booted.status == 1
    found = {(r["name"], r["verdict"], r["control"])
             for r in booted.run.of("scenario")}
    assert found == {(name, "safe", "timeout") if name.startswith("control")
                     else (name, "timeout", "safe")
                     for name in caught.hollow()}


def test_not_in_the_product(described):
    """Neither kernel nor explorer has one of them, or a hollow scenario."""
    assert not set(NAMES) & set(STRATEGIES)
    assert sorted(described.catalog.names("strategy")) == STRATEGIES
    image = KERNEL.read_bytes()
    assert b"quarantine" in image
    assert not [name for name in NAMES + caught.hollow()
                if name.encode() + b"\0" in image]
    for name in NAMES:
        assert subprocess.run(
            [BUILD / "explore/explore", "--strategy", name],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            check=False).returncode == 2


@pytest.mark.parametrize("line", [
    "old: no such line", "old: return NULL;", "nonsense: x"])
def test_list_is_checked(line):
    """What does not fit the sources is no defect."""
    with pytest.raises(derive.ListError):
        for wrong in derive.load(
                f"[x]\nof: lockless\nwhy: y\n{line}\nnew: z\n"):
            derive.derived(wrong, 1)
