# SPDX-License-Identifier: MIT
"""test_scaling.py - what threads do that share nothing scales with their
number, no more and no less: that is the ruler's own error.
"""
import pytest

THREADS = (1, 2, 4)


@pytest.mark.takes(20)
def test_threads_that_share_nothing(boot):
    """Each CPU has slots of its own for kmap_local."""
    booted = boot("--accel", "bochs", "--cpus", "4", "--mem", "256M", "--",
                  "run=rows", "workload=local",
                  f"threads={','.join(map(str, THREADS))}")
    assert booted.status == 0
    rates = {row["threads"]: row["ops"] / row["elapsed"]
             for row in booted.run.of("bench") if row["workload"] == "local"}
    assert set(rates) == set(THREADS)
    for threads, rate in rates.items():
        assert rate / rates[1] == pytest.approx(threads, rel=0.01)
