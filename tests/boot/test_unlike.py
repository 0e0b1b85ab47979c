# SPDX-License-Identifier: MIT
"""test_unlike.py - CPUs that firmware has left unlike the boot CPU: of another
time, or other memory types. The kernel names them, and judges as without."""
import pytest

from kmaptest import badstart, verdicts

SECONDS_8 = 8_000_000  # Bochs' clock has 1 MHz
ON, FIXED = 0x800, 0x400
BOCHS = ("--accel", "bochs", "--cpus", "2", "--mem", "64M")
ROWS = ("run=rows", "strategy=held", "lock=spin", "workload=cycle",
        "threads=2", "ops=2000", "accounting=none")
RARE = [pytest.mark.rare, pytest.mark.takes(20)]
EARLY = pytest.mark.takes(20)


@pytest.fixture(name="booted_with")
def boot_with(boot, kernel, out):
    """booted_with(code, option...): started CPUs run this code first."""
    def start(code, *words):
        return boot("--kernel", badstart.write(kernel, out, code), *words)
    return start


@pytest.mark.parametrize("ahead, said", [
    pytest.param(-SECONDS_8, "us behind that of CPU 0", marks=EARLY),
    pytest.param(SECONDS_8, "us ahead of that of CPU 0", marks=RARE)])
def test_verdicts_with_another_time(booted_with, schema, ahead, said):
    """A CPU that comes from another time is not late, and nobody else is."""
    booted = booted_with(badstart.clock_ahead(ahead), *BOCHS, "--",
                         "run=scenarios", "strategy=held,dropped",
                         "lock=spin", "scenario=stale-own,lost-wakeup")
    assert booted.status == 0 and not schema.errors(booted.run)
    assert not verdicts.problems(booted.run, "scenarios")
    assert said in booted.console
    assert (booted.run.env["tsc_apart"], booted.run.env["mtrr_apart"]) == (
        [1], [])


@pytest.mark.parametrize("ahead", [
    pytest.param(way * SECONDS_8, marks=RARE) for way in (-1, 1)])
def test_rows_with_another_time(booted_with, boot, ahead):
    """They are as long, and as fast."""
    def row(booted):
        assert booted.status == 0
        one, = [r for r in booted.run.of("bench") if r["strategy"]]
        return one
    good = row(boot(*BOCHS, "--", *ROWS))
    bad = row(booted_with(badstart.clock_ahead(ahead), *BOCHS, "--", *ROWS))
    assert bad["verdict"] == "safe" and bad["complete"]
    for key in ("ops", "elapsed"):
        assert bad[key] == pytest.approx(good[key], rel=0.1)


@pytest.mark.parametrize("machine, value, said", [
    pytest.param(("--cpus", "3", "--mem", "64M"), ON | FIXED,
                 "CPU 1 and others: the memory type ranges (MTRRs) are not "
                 "those of CPU 0: another default type"),
    pytest.param(BOCHS, 0, "those of CPU 0: they are off", marks=RARE)])
def test_other_memory_types(booted_with, machine, value, said):
    """Each of the started CPUs is named."""
    booted = booted_with(badstart.memory_type(value), *machine, "--",
                         "run=rows", "workload=empty")
    assert booted.status == 0
    assert said in booted.console
    env = booted.run.env
    assert env["mtrr_apart"] == list(range(1, env["cpus"]))
    assert env["tsc_apart"] == []
