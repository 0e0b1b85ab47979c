# SPDX-License-Identifier: MIT
"""test_boot.py - boot every machine of matrix.txt and judge it."""
import pytest

from kmaptest import verdicts
from kmaptest.matrix import matrix, parse

# Seconds, of those that take longer than the others.
TAKES = {"bochs-2-high": 120, "bochs-8": 60, "bochs-2-stale": 20,
         "bochs-rows": 20, "cpus-8-6g": 20, "cpus-16": 20, "cpus-40": 20,
         "measure": 20, "mttcg-tests": 30, "stress": 20}


def machines():
    """The matrix, as pytest takes it."""
    return [pytest.param(config, id=config.name, marks=[
        pytest.mark.takes(TAKES.get(config.name, 10)),
        *([pytest.mark.rare] if config.rare else [])])
        for config in matrix()]


@pytest.mark.parametrize("config", machines())
def test_boot(config, boot, schema):
    """It ends as it should, says what it should, and all verdicts are as
    expected."""
    limit = max(170, 4 * TAKES.get(config.name, 0))
    booted = boot("--timeout", limit, *config.options, "--", *config.args)
    assert booted.status == config.status
    for text in config.present:
        assert text in booted.console
    for text in config.absent:
        assert text not in booted.console
    assert booted.run.records
    assert not schema.errors(booted.run)
    if config.status == 0:
        assert not verdicts.problems(booted.run,
                                     config.run_kind(booted.run))


def test_line_of_the_matrix():
    """It is read as it is meant."""
    config = parse("+a | --cpus 2 | run=tests x=1 | 3 | b c & ! d")
    assert (config.name, config.options, config.args, config.status,
            config.present, config.absent, config.rare) == (
                "a", ["--cpus", "2"], ["run=tests", "x=1"], 3, ["b c"], ["d"],
                True)
    assert parse("a | | w x=w | 0 |", {"w": "u v"}).args == ["u", "v", "x=w"]


def test_matrix_has_lines():
    """Enough of them."""
    assert len(matrix()) > 40
