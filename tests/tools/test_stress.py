# SPDX-License-Identifier: MIT
"""test_stress.py - `make stress`: what it runs, and what it catches."""
import re

import pytest

from kmapreport import records
from kmaptest import verdicts
from kmaptest.project import BUILD, STRATEGIES, call


def make_stress(build, *words):
    """make stress, with the kernel that there is."""
    return call(["make", "--no-print-directory", "SETUP=no",
                 "-o", f"{build}/kmaplab.elf", f"BUILD={build}", "stress",
                 *words])


@pytest.mark.parametrize("words, strategies, locks, minutes", [
    ((), len(STRATEGIES), 2, 1),
    (("MINUTES=30", "STRATEGY=all"), len(STRATEGIES), 2, 30),
    (("STRATEGY=held,dropped", "LOCK=irq", "MINUTES=3"), 2, 1, 3)])
def test_share_of_time(words, strategies, locks, minutes):
    """MINUTES are shared out among strategies and locks."""
    said = make_stress(BUILD, "-n", *words).stdout
    match = re.search(r"seconds=\$\(\((\d+) \* 60 / \((\d+) \* (\d+)\) \+ 1",
                      said)
    assert match
    assert [int(match[i]) for i in (1, 2, 3)] == [minutes, strategies, locks]


@pytest.mark.takes(60)
def test_make_stress(kernel, out):
    """An unsafe strategy is caught, by make stress and nothing else; a safe
    one goes on to the end."""
    (out / "kmaplab.elf").symlink_to(kernel)
    done = make_stress(out, "LOCK=irq", "ARGS=ops=1000000",
                       "STRATEGY=held,dropped,recheck,quarantine")
    assert done.returncode == 0
    run = records.load(out / "stress/results.jsonl")
    assert verdicts.problems(run, "stress") == []
    assert (run.env["cpus"], run.env["platform"]) == (2, "mttcg")
    complete = {row["strategy"]: row["complete"] for row in run.of("bench")}
    assert complete == {"held": False, "dropped": False, "recheck": False,
                        "quarantine": True}
    assert len(run.of("bench")) == 4
    assert "DEADLOCK" in done.stdout


@pytest.mark.takes(20)
@pytest.mark.parametrize("cpus", [3, 4])
@pytest.mark.parametrize("strategy, ops, complete", [
    ("dropped", 1000000, False), ("quarantine", 30000, True)])
def test_more_cpus(cpus, strategy, ops, complete, kernel, out):
    """The same with more CPUs, even if the host has fewer."""
    (out / "kmaplab.elf").symlink_to(kernel)
    done = make_stress(out, "LOCK=irq", f"CPUS={cpus}", f"ARGS=ops={ops}",
                       f"STRATEGY={strategy}")
    assert done.returncode == 0
    run = records.load(out / "stress/results.jsonl")
    assert verdicts.problems(run, "stress") == []
    rows = run.of("bench")
    assert [(row["threads"], row["complete"]) for row in rows] == [
        (cpus, complete)]
