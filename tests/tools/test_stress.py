# SPDX-License-Identifier: MIT
"""test_stress.py - `make stress`: what it runs, and what its report says."""
import argparse
import re

import pytest

from kmapreport import records, stress
from kmaptest import verdicts
from kmaptest.project import BUILD, STRATEGIES, call

ROW = {"v": 1, "kind": "bench", "strategy": "held", "lock": "spin",
       "workload": "stress", "threads": 2, "slots": 512, "ops": 5000,
       "checked": 5010, "complete": True, "stale_reads": 0,
       "stale_writes": 0, "double_maps": 0, "deadlocks": 0, "reason": None}


def make_stress(build, *words):
    """make stress, with the kernel that there is."""
    return call(["make", "--no-print-directory", "SETUP=no",
                 "-o", f"{build}/kmaplab.elf", f"BUILD={build}", "stress",
                 *words])


def last_line(**fields):
    """The report's line on one row."""
    run = records.Run()
    run.records.append({**ROW, **fields})
    return stress.lines(run, argparse.Namespace())[-1].split(maxsplit=8)


def test_nothing_found():
    """Every count in its column."""
    assert last_line() == ["held", "spin", "5000", "5010", "0", "0", "0", "0",
                           "nothing found"]


def test_caught():
    """Every count in its column, and after how many maps."""
    line = last_line(complete=False, stale_reads=3, stale_writes=4,
                     double_maps=5, deadlocks=6, reason="deadlock")
    assert line[4:] == ["7", "5", "0", "6",
                        "caught after 5000 maps: deadlock"]


def test_lost_wakeup():
    """It is counted."""
    assert last_line(complete=False, reason=stress.LOST_WAKEUP)[6] == "1"


def test_not_caught():
    """What was to be caught and was not."""
    assert last_line(reason="not caught")[8] == "not caught"


def test_no_stress():
    """No stress, no section."""
    assert stress.lines(records.Run(), argparse.Namespace()) == []


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


@pytest.mark.takes(30)
def test_make_stress(kernel, out):
    """An unsafe strategy is caught, by make stress and nothing else; a safe
    one goes on to the end."""
    (out / "kmaplab.elf").symlink_to(kernel)
    done = make_stress(out, "LOCK=irq", "ARGS=ops=200000",
                       "STRATEGY=held,dropped,recheck,quarantine")
    assert done.returncode == 0
    run = records.load(out / "stress/results.jsonl")
    assert verdicts.problems(run, "stress") == []
    assert (run.env["cpus"], run.env["platform"]) == (2, "mttcg")
    complete = {row["strategy"]: row["complete"] for row in run.of("bench")}
    assert complete == {"held": False, "dropped": False, "recheck": False,
                        "quarantine": True}
    assert len(run.of("bench")) == 4
    assert "caught after " in done.stdout
