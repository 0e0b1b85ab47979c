# SPDX-License-Identifier: MIT
"""test_disassembly.py - what a row says that a hit costs is, to the
instruction, what the disassembly says that it executes.
"""
import pytest

from kmaptest import traced

OPS = 50  # two rounds of 8, 16 and 1


@pytest.fixture(name="code", scope="module")
def disassemble(kernel):
    """The kernel's disassembly."""
    return traced.Code(kernel)


def row_of(booted, workload):
    """The only one."""
    rows = [r for r in booted.run.of("bench") if r["workload"] == workload]
    assert len(rows) == 1
    return rows[0]


@pytest.mark.takes(15)
@pytest.mark.parametrize("strategy, lock", [
    ("held", "spin"), ("held", "irq"), ("lockless", "spin")])
def test_hit(boot, code, out, strategy, lock):
    """One round of the loop that maps and unmaps a mapped page."""
    functions = code.reachable("batch_hot", *(
        name for name in code.start
        if name.startswith((f"{strategy}_", "kmap_", "kunmap_"))))
    booted = boot("--cpus", "1", "--mem", "256M", "--accel", "exact",
                  "--qemu", traced.options(code, functions, out / "log"), "--",
                  "run=rows", f"strategy={strategy}", f"lock={lock}",
                  "workload=hot", "accounting=none", "threads=1", f"ops={OPS}")
    assert booted.status == 0
    row = row_of(booted, "hot")
    rounds = traced.rounds(code, traced.executed(out / "log"), "batch_hot",
                           "kmap_high")
    # All but the last of each batch, which leaves the loop, and those that a
    # timer interrupt fell into.
    assert len(rounds) > row["ops"] / 2
    print(traced.by_function(code, rounds[0]))
    assert all(one == rounds[0] for one in rounds)
    assert len(rounds[0]) == row["mean"] + row["empty"]
