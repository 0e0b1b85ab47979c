# SPDX-License-Identifier: MIT
"""test_snapshot.py - the documents show what this kernel says of itself, and
what it expects: the recorded run is compared with the kernel that was built."""
import pytest

from kmapfigures import store


def expected(run):
    """{(scenario, strategy, lock): verdict}"""
    return {(r["name"], r["strategy"], r["lock"]): r["expected"]
            for r in run.of("scenario")}


@pytest.mark.takes(30)
def test_the_record_is_of_this_kernel(boot):
    """Else docs/strategies.md, which was reviewed, shows something else."""
    fresh = boot("--accel", "exact", "--cpus", "4", "run=scenarios").run
    assert fresh.of("scenario")
    assert expected(fresh) == store.expected(), "make record RECORD=run"
    assert fresh.of("catalog") == store.load("run").on("exact").of(
        "catalog"), "make record RECORD=run"
