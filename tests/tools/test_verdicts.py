# SPDX-License-Identifier: MIT
"""test_verdicts.py - the boot tests' own checks find what they are there to
find: plant a defect in good records and see it caught."""
import pytest

from kmaptest import madeup, verdicts

TEST = {"v": 3, "kind": "test", "name": "a", "ok": True, "skipped": False,
        "detail": None}


def step(number, of):
    return {"v": 3, "kind": "progress", "step": number, "of": of,
            "label": "a"}


def good():
    """A run that is as it should be."""
    made_up = madeup.exact()
    made_up[2:2] = [step(1, 2), step(2, 2)]
    return madeup.results(made_up)


def planted(kind, **fields):
    """The same with one record of that kind changed."""
    run = good()
    run.of(kind)[0].update(fields)
    return run


def without(kind):
    """The same without any of that kind."""
    run = good()
    run.records = [r for r in run.records if r["kind"] != kind]
    return run


def twice():
    """The same with a scenario twice."""
    run = good()
    run.records.insert(5, dict(run.of("scenario")[0]))
    return run


def test_good():
    """Nothing is found where there is nothing."""
    assert not verdicts.problems(good(), "measure")


@pytest.mark.parametrize("run", [
    pytest.param(run, id=name) for name, run in {
        "another-verdict": planted("scenario", verdict="stale"),
        "an-unsafe-control": planted("scenario", control="stale"),
        "n/a-for-no-reason": planted("scenario", verdict="n/a",
                                     detail=None),
        "a-scenario-twice": twice(),
        "no-scenarios": without("scenario"),
        "no-rows": without("bench"),
        "a-row-without-a-reason": planted("bench", complete=False),
        "a-step-is-missing": planted("progress", step=2),
        "steps-are-missing-at-the-end": planted("progress", of=3),
        "no-progress": without("progress"),
        "another-end": planted("end", status="unexpected"),
        "no-end": without("end"),
        "no-env": without("env"),
        "another-run": planted("env", parameters={"run": "tests"})}.items()])
def test_found(run):
    """Each of these is a problem of a run=measure."""
    assert verdicts.problems(run, "measure")


@pytest.mark.parametrize("records, problems", [
    pytest.param(records, problems, id=name)
    for name, records, problems in (
        ("passed", [TEST], 0),
        ("failed", [{**TEST, "ok": False, "detail": "1 == 2"}], 1),
        ("skipped-only", [{**TEST, "skipped": True, "detail": "x"}], 1),
        ("none", [], 1))])
def test_of_a_run_of_tests(records, problems):
    """run=tests: what failed, and a run that tested nothing."""
    run = good()
    run.records[1:1] = records
    assert len(verdicts.tests(run)) == problems


@pytest.mark.parametrize("kind", ["env", "bench", "scenario", "progress",
                                  "end"])
def test_schema_has_every_field(kind, schema):
    """A record without one of its fields is refused."""
    for field in set(good().of(kind)[0]) - {"kind"}:
        run = good()
        del run.of(kind)[0][field]
        assert schema.errors(run), field
