# SPDX-License-Identifier: MIT
"""test_dead_cpu.py - a CPU that firmware lists, but that does not run: from the
start, or from some time on. Nobody may wait for it without an end.
"""
import pytest

from kmaptest.halfdead import HalfDead, address_of
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


@pytest.mark.takes(20)
def test_dies(out, kernel):
    """It dies just as another is about to wait for it: that one says so after
    a while, and panics."""
    with HalfDead(out, kernel, CPUS, "run=stress", "strategy=held",
                  "lock=spin", "seconds=60") as machine:
        machine.begin()
        machine.stop_at(address_of(kernel, "pkmap_flush_window"), REST)
        machine.run(REST)
        assert machine.exit_code() == 2
    said = read(out / "console.log")
    assert "a wait has lasted for more than" in said
    assert f"waits for CPU {DEAD}" in said
    assert f"\nCPU {DEAD}," not in said  # it cannot say what it does
