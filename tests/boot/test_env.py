# SPDX-License-Identifier: MIT
"""test_env.py - the record of the machine says what machine it was, and which
parameters the kernel was given."""
import re

import pytest

from kmaptest.project import read

ONLY_THE_CLOCK = ("run=rows", "workload=empty")
LINE = re.compile(r"memory: (\d+) MiB low, (\d+) MiB high, (\d+) address bits")
KIB_PAGE = 4
KIB_MIB = 1024

# The runner's options, and what the record says of them.
MACHINES = {
    "exact": (("--accel", "exact", "--cpus", "2", "--mem", "512M"), {
        "cpus": 2, "vendor": "GenuineIntel", "model": "", "phys_bits": 36,
        "platform": "exact", "unit": "instructions",
        "cpus_advance": "in-turn", "repeatable": True, "directmap": "4k"}),
    "parallel": (("--accel", "mttcg", "--cpus", "3", "--cpu", "max",
                  "--mem", "6G"), {
        "cpus": 3, "vendor": "AuthenticAMD", "phys_bits": 40,
        "platform": "mttcg", "unit": "cycles", "cpus_advance": "parallel",
        "repeatable": False}),
    "in-turn": (("--cpus", "1", "--mem", "256M"), {
        "cpus": 1, "platform": "tcg", "unit": "cycles",
        "cpus_advance": "in-turn", "repeatable": False}),
    "bochs": (("--accel", "bochs", "--cpus", "2", "--mem", "64M"), {
        "cpus": 2, "platform": "bochs", "unit": "instructions",
        "cpus_advance": "side-by-side", "repeatable": True,
        "tsc_khz": 1000}),
}


@pytest.mark.takes(10)
@pytest.mark.parametrize("name", MACHINES)
def test_machine(name, boot):
    """What was asked for, and what the console says of it."""
    options, expected = MACHINES[name]
    booted = boot(*options, "--", *ONLY_THE_CLOCK)
    assert booted.status == 0
    env = booted.run.env
    assert {key: env[key] for key in expected} == expected
    assert (env["tsc_apart"], env["mtrr_apart"]) == ([], [])
    low, high, bits = map(int, LINE.search(booted.console).groups())
    assert env["phys_bits"] == bits
    assert 0 <= low - env["lowmem_pages"] * KIB_PAGE // KIB_MIB <= 1
    # Some is taken between the two, and the oracle's test frames are counted
    # when they have been taken.
    assert 0 <= high - env["highmem_pages"] * KIB_PAGE // KIB_MIB
    asked = booted.run.records[0]["mem_mib"] * KIB_MIB
    # Without the kernel, its tables, and what the firmware keeps.
    assert asked - 5 * KIB_MIB < env["mem_kb"] <= asked
    assert env["version"] in read("lib/version.h")


def test_parameters(boot):
    """All of them, as they were given; none is the default."""
    booted = boot("--cpus", "2", "--mem", "256M", "--", *ONLY_THE_CLOCK,
                  "strategy=dropped,lockless", "lock=irq",
                  "scenario=stale-own", "threads=1,2", "window=40",
                  "colors=4", "batch=7", "accounting=contended,all", "ops=77",
                  "seconds=6", "seed=0x21", "trace=on", "directmap=2m")
    assert booted.status == 0
    env = booted.run.env
    assert env["parameters"] == {
        "run": "rows", "strategy": ["dropped", "lockless"], "lock": "irq",
        "workload": ["empty"], "scenario": ["stale-own"], "threads": [1, 2],
        "window": 40, "colors": 4, "batch": 7,
        "accounting": ["contended", "all"], "ops": 77,
        "seconds": 6, "seed": 33, "trace": True}
    assert (env["slots"], env["directmap"]) == (40, "2m")


@pytest.mark.takes(10)
def test_rows_are_those_asked_for(boot):
    """Strategy, lock, workload, threads, window, seed, accounting; and exactly
    as many operations as were asked for, by one thread."""
    booted = boot("--accel", "exact", "--cpus", "2", "--mem", "512M", "--",
                  "run=rows", "strategy=held,epoch", "workload=cycle",
                  "threads=1", "window=16", "ops=64", "seed=9",
                  "accounting=none,all")
    assert booted.status == 0
    rows = [row for row in booted.run.of("bench") if row["strategy"]]
    assert sorted((r["strategy"], r["lock"], r["accounting"])
                  for r in rows) == [
        (strategy, lock, accounting) for strategy in ("epoch", "held")
        for lock in ("irq", "spin") for accounting in ("all", "none")]
    for row in rows:
        assert (row["workload"], row["threads"], row["slots"], row["seed"],
                row["ops"], row["checked"], row["misses"]) == (
                    "cycle", 1, 16, 9, 64, 64, 64)
        assert row["complete"] and row["verdict"] == "safe"
        if row["strategy"] == "held":
            # A window of 16 is flushed every 16 maps; one other CPU is told.
            assert (row["shootdowns"], row["flushed_pages"],
                    row["ipis"]) == (4, 64, 4)
