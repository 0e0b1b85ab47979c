# SPDX-License-Identifier: MIT
"""test_quick.py - the rows of the model's table that take seconds, and that
the judge of a search does not take half a search for a whole one.
(`make model` has the whole table.)"""
import pytest

from kmaptest.project import BUILD, STRATEGIES
import model
import pan
import rows

WHOLE = ("Full statespace search for:\n"
         "State-vector 9 byte, depth reached 9, errors: 0\n"
         "  123 states, stored\n")
FOUND = WHOLE.replace("errors: 0", "errors: 1")
QUICK = [row for row in rows.rows() if row.quick]


def test_whole_search():
    """A search that saw everything."""
    assert pan.verdict(WHOLE) == (None, 123)


def test_error():
    """A search that ended with one of our assertions."""
    text = "pan:1: assertion violated !(stale) (at depth 9)\n" + FOUND
    assert pan.verdict(text) == ("stale", 123)


@pytest.mark.parametrize("text", [
    pytest.param(text, id=what) for what, text in {
        "depth": "error: max search depth too small\n" + WHOLE,
        "stopped": WHOLE + "Warning: Search not completed\n",
        "memory": "pan: out of memory\n" + WHOLE,
        "nothing-said": "",
        "not-a-full-search": WHOLE.replace("Full", "Bit"),
        "unknown-assertion":
            "pan:1: assertion violated (i<3) (at depth 9)\n" + FOUND,
        "another-error": "pan:1: invalid end state\n" + FOUND}.items()])
def test_refused(text):
    """Half a search proves nothing; an error that is not ours is no verdict.
    """
    with pytest.raises(pan.Incomplete):
        pan.verdict(text)


def test_too_little_depth(monkeypatch, out):
    """The same with a real search."""
    monkeypatch.setattr(pan, "DEPTH", 50)
    verdict, _, _ = model.check(out, rows.rows()[0])
    assert verdict.startswith("incomplete")


@pytest.mark.takes(15)
@pytest.mark.parametrize("row", QUICK, ids=rows.Row.name)
def test_row(row):
    """Its verdict is as expected."""
    verdict, _, _ = model.check(BUILD / "model", row)
    assert verdict == row.verdict(row.expected)


def test_every_strategy_is_there():
    """With both locks, and without a planted defect."""
    plain = {(row.strategy, row.lock) for row in QUICK
             if row.defect == "nothing" and not row.preempt}
    assert plain == {(name, lock) for name in STRATEGIES
                     if name not in rows.NOT_MODELLED
                     for lock in ("spin", "irq")}


@pytest.mark.parametrize("strategy, lock", [
    (strategy, lock) for strategy, locks in rows.EXPECTED.items()
    for lock in locks])
def test_expected_as_in_the_kernel(described, strategy, lock):
    """rows.EXPECTED means the same as what the kernel expects, of callers that
    keep the rules. Nobody hands on here what is good on one CPU alone: that is
    the control hand_over."""
    about = described.catalog.get
    any_cpu = "any-cpu" in described.catalog.claims(strategy)
    found = {r["expected"] for r in described.of("scenario")
             if (r["strategy"], r["lock"]) == (strategy, lock)
             and about("scenario", r["name"], "callers") == "keep-rules"
             and (any_cpu or
                  about("scenario", r["name"], "addresses") == "own-cpu")}
    assert set(rows.EXPECTED[strategy][lock]) == found - {"safe", "n/a"}
