# SPDX-License-Identifier: MIT
"""test_counts.py - the main operations have not become dearer unnoticed."""
import json

import pytest

from kmaptest import counts

EXPECTED = json.loads(counts.EXPECTED.read_text(encoding="utf-8"))


@pytest.mark.takes(20)
@pytest.mark.parametrize("ruler", counts.RULERS)
def test_instructions(ruler, out, kernel):
    """None costs over 2% more than what was accepted."""
    expected = EXPECTED[ruler]
    now = counts.RULERS[ruler](out, kernel)
    for what in ("compiler", "emulator"):
        if getattr(now, what) != expected[what]:
            pytest.skip(f"the {what} is {getattr(now, what)}; the counts in "
                        f"tests/perf/expected.json are {expected[what]}'s")
    dearer = counts.changes(expected["instructions"], now.of)
    assert not dearer, "\n".join([*dearer, counts.ACCEPT])


def test_what_counts_as_dearer():
    """More than 2%, and whatever one of the two does not have."""
    was = {"a": 100, "b": 100, "c": 100}
    assert not counts.changes(was, {"a": 102, "b": 1, "c": 100})
    found = counts.changes(was, {"a": 103, "b": 100, "d": 5})
    assert [line.split(":")[0] for line in found] == ["a", "d", "c"]
    assert "+3.0%" in found[0]
