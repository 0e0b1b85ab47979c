# SPDX-License-Identifier: MIT
"""test_repeat.py - two runs come to the same verdicts, with ACCEL=exact to the
same bytes; and tests/repeat.py notices where they do not."""
import pytest

from kmaptest import madeup
from kmaptest.project import read, tool
import repeat


@pytest.fixture(name="run_repeat")
def repeat_here(kernel, out):
    """run_repeat(word...): not where `make repeat` writes."""
    (out / "kmaplab.elf").symlink_to(kernel)
    return lambda *words: tool("tests/repeat.py", *words, build=out)


@pytest.mark.takes(60)
def test_exact(run_repeat, out):
    """The clock counts instructions: the same bytes."""
    done = run_repeat("2", "--accel", "exact", "--cpus", "4", "--mem", "1G",
                      "strategy=held,dropped", "ops=500")
    assert done.returncode == 0
    assert "run 2: the same bytes" in done.stdout
    assert len(read(out / "repeat/1/results.jsonl").splitlines()) > 100


@pytest.mark.takes(10)
def test_runs_that_fail(run_repeat):
    """A run that fails is a failure, even if all fail alike."""
    assert run_repeat("2", "bogus=1").returncode == 1


def test_one_run(run_repeat):
    """One run is none to compare."""
    assert run_repeat("1").returncode == 64


def on_a_shared_host():
    """A run whose times may vary."""
    return [{**r, "repeatable": False} if r["kind"] == "env" else r
            for r in madeup.exact()]


def compared(change=lambda first, other: None):
    """What is wrong with two runs that differ by this change only."""
    first, other = (madeup.results(on_a_shared_host()) for _ in range(2))
    change(first, other)
    return [what for good, what, _ in repeat.compare(
        2, (None, "a", first), (None, "b", other)) if not good]


def test_alike():
    """All scenarios and the end."""
    assert compared() == []
    good = madeup.results(on_a_shared_host())
    count = len(good.of("scenario")) + 1
    assert [what for _, what, _ in repeat.compare(
        2, (None, "a", good), (None, "b", good))] == [
            f"run 2: {count} verdicts, the same"]


@pytest.mark.parametrize("change", [
    pytest.param(change, id=what) for what, change in {
        "another verdict": lambda first, other: other.of("scenario")[0].update(
            verdict="timeout"),
        "another control": lambda first, other: other.of("scenario")[0].update(
            control="stale"),
        "a scenario less": lambda first, other: other.records.remove(
            other.of("scenario")[0]),
        "no end record": lambda first, other: other.records.pop(),
    }.items()])
def test_noticed(change):
    """Other verdicts."""
    assert len(compared(change)) == 1


def test_other_bytes():
    """With an exact clock, the same verdicts do not do."""
    assert compared(lambda first, other: first.env.update(
        repeatable=True)) == ["run 2: the same bytes"]
