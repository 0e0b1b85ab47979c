# SPDX-License-Identifier: MIT
"""test_dead_cpu.py - a CPU that firmware lists, but that does not run: from the
start, or from some time on. Nobody may wait for it without an end.
"""
import time

import pytest

from kmaptest.halfdead import HalfDead
from kmaptest.project import read

CPUS = 4
DEAD = 2
REST = [cpu for cpu in range(CPUS) if cpu != DEAD]


@pytest.mark.takes(10)
def test_never_starts(out, kernel):
    """It is left out, and all the others do without it."""
    with HalfDead(out, kernel, CPUS, "run=scenarios",
                  "strategy=held") as machine:
        machine.begin()
        machine.run(REST)
        assert machine.exit_code() == 0
    said = read(out / "console.log")
    assert f"CPU with APIC id {DEAD} is left out: it does not answer" in said
    assert f"cpus: {CPUS - 1} online" in said


def let_it_die(out, kernel):
    """What was said when a CPU died during a stress run."""
    with HalfDead(out, kernel, CPUS, "run=stress", "strategy=held",
                  "lock=spin", "seconds=60") as machine:
        machine.begin()
        machine.run(range(CPUS))
        machine.wait_for(f"cpus: {CPUS} online")
        time.sleep(0.2)  # wherever it is
        machine.stop()
        machine.run(REST)
        assert machine.exit_code() == 2
    return read(out / "console.log")


@pytest.mark.takes(30)
def test_dies(out, kernel):
    """Who waits for it says so after a while, and that is a panic. On a slow
    host it may die earlier, before its thread has begun: then nobody needs an
    answer of it yet, and what does not end is something else."""
    for attempt in range(3):
        place = out / str(attempt)
        place.mkdir()
        said = let_it_die(place, kernel)
        if f"waits for CPU {DEAD}" in said:
            break
    assert "a wait has lasted for more than" in said
    assert f"waits for CPU {DEAD}" in said
    assert f"\nCPU {DEAD}," not in said  # it cannot say what it does
