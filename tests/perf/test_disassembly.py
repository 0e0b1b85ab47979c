# SPDX-License-Identifier: MIT
"""test_disassembly.py - what a row says that a hit costs is, to the
instruction, what the disassembly says that it executes.
"""
from collections import Counter

import pytest

from kmaptest import traced
from kmaptest.booted import boot_to

# How they map what is mapped: with a lock, and without.
STRATEGIES = ("held", "lockless")
OPS = 50  # two rounds of 8, 16 and 1

pytestmark = [pytest.mark.takes(20), pytest.mark.xdist_group("hits")]


@pytest.fixture(name="code", scope="module")
def disassemble(kernel):
    """The kernel's disassembly."""
    return traced.Code(kernel)


@pytest.fixture(name="hits", scope="module")
def trace_hits(code, kernel, folder):
    """({(strategy, lock): row}, [one round of hits after the other]), of one
    boot: it takes long, an instruction at a time."""
    out = folder("hits")
    functions = code.reachable("batch_hot", *(
        name for name in code.start if name.startswith((
            *(f"{strategy}_" for strategy in STRATEGIES), "kmap_", "kunmap_"))))
    booted = boot_to(
        out, kernel, "--cpus", "1", "--mem", "256M", "--accel", "exact",
        "--qemu", traced.options(code, functions, out / "log"), "--",
        "run=rows", f"strategy={','.join(STRATEGIES)}", "lock=both",
        "workload=hot", "accounting=none", "threads=1", f"ops={OPS}")
    assert booted.status == 0
    rows = {(r["strategy"], r["lock"]): r for r in booted.run.of("bench")
            if r["workload"] == "hot"}
    return rows, traced.rounds(code, traced.executed(out / "log"),
                               "batch_hot", "kmap_high")


def test_all_rounds_are_those_of_a_row(code, hits):
    """Within a row all are the same. A timer interrupt may fall into a few,
    and the last of each batch leaves the loop."""
    rows, rounds = hits
    alike = Counter(map(tuple, rounds))
    print(*(f"{count}: {traced.by_function(code, one)}"
            for one, count in alike.items()), sep="\n")
    assert all(count > OPS / 2 for count in alike.values())
    assert {len(one) for one in alike} == {
        row["mean"] + row["empty"] for row in rows.values()}


@pytest.mark.parametrize("lock", ["spin", "irq"])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_hit(hits, strategy, lock):
    """A row's cost is that of one round of the loop that maps and unmaps a
    mapped page."""
    rows, rounds = hits
    row = rows[strategy, lock]
    assert row["mean"] + row["empty"] in map(len, rounds)
