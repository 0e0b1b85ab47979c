# SPDX-License-Identifier: MIT
"""test_reduction.py - the search that tries one order only of steps that
commute finds what the search that tries all orders finds."""
import json

import pytest

from kmaptest.project import BUILD, call

SOME = ("--walks", "0", "--as-found", "--jobs", "1")

# epoch only where it has few states.
SMALL = "held,dropped,quarantine,lockless"


def search(out, case, *words):
    """{(strategy, lock): record}."""
    path = out / "records.jsonl"
    done = call([BUILD / "explore/explore", *SOME, "--case", case,
                 "--records", path, *words])
    assert done.returncode == 0
    return {(r["strategy"], r["lock"]): r for r in map(
        json.loads, path.read_text(encoding="utf-8").splitlines())}


@pytest.mark.takes(5)
@pytest.mark.parametrize("case, strategies", [
    ("blind", SMALL), ("reuse", SMALL + ",percpu"), ("get", SMALL + ",percpu"),
    ("colors", SMALL + ",percpu"), ("shade", SMALL + ",epoch"),
    ("move", SMALL + ",epoch")])
def test_same_states(out, case, strategies):
    """All states, by fewer steps; and the same verdicts."""
    some = search(out, case, "--strategy", strategies)
    every = search(out, case, "--strategy", strategies, "--all-orders")
    assert len(some) == len(every) > 6

    def verdicts(found):
        return {what: r["verdict"] for what, r in found.items()}

    def states(found):
        return {what: r["states"] for what, r in found.items()
                if every[what]["verdict"] == "safe"}

    assert verdicts(some) == verdicts(every)
    assert states(some) == states(every)
    assert (sum(r["steps"] for r in some.values()) <
            sum(r["steps"] for r in every.values()))
