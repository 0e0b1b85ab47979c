# SPDX-License-Identifier: MIT
"""test_records.py - the records of the proofs are of what the tree searches:
the same cases, strategies, rows and planted defects, and the same bounds. Else
a document would say more than is true."""
import json

import pytest

from kmapfigures import store
from kmaptest.project import BUILD, run
import defects
import rows

FEW = 5  # differences to be named


def differences(name, recorded, wanted):
    """What a record has that the tree has not, and the other way, each as
    {what: the rest that must be the same}; [] if nothing."""
    out = [f"{what}: not recorded" for what in wanted if what not in recorded]
    out += [f"{what}: recorded, but no longer there"
            for what in recorded if what not in wanted]
    out += [f"{what}: {recorded[what]} is recorded, but it is {now}"
            for what, now in wanted.items()
            if recorded.get(what, now) != now]
    more = len(out) - FEW
    return [*out[:FEW], *([f"and {more} more"] if more > 0 else []),
            f"docs/records/{name}.jsonl is of another tree: make record "
            f"RECORD={name}"] if out else []


def explored(records):
    """{case, strategy, lock: bound, machine, and what is expected}."""
    return {" ".join((r["case"], r["strategy"], r["lock"])): ", ".join(
        (r["bound"], f"{r['cpus']} CPUs", f"{r['slots']} slots",
         r["expected"])) for r in records}


def planned(*words):
    """What the explorer would search."""
    plan = run([BUILD / "explore/explore", "--plan", *words])
    assert plan.returncode == 0, "make explore-build"
    return explored(map(json.loads, plan.stdout.splitlines()))


def test_explore():
    """The explorer's searches, with their bounds."""
    found = differences("explore", explored(store.lines("explore")),
                        planned())
    assert not found, "\n".join(found)


def deep_searches():
    """Those that were recorded."""
    return [r for r in store.lines("explore-deep") or []
            if r["kind"] == "explore"]


def test_deep():
    """The searches of DEEP=1 that were made have the bounds that it has now. It
    may be of older sources, which its first line names."""
    recorded = explored(deep_searches())
    found = differences("explore-deep", recorded, {
        what: bound for what, bound in planned("--deep").items()
        if what in recorded})
    assert not found, "\n".join(found)


def test_deep_found_what_it_should():
    """Or gave up, and says so."""
    assert not [r for r in deep_searches() if r["verdict"] != r["expected"]
                and (r["complete"] or r["verdict"] != "safe")]


def test_explore_was_complete():
    """Each search saw all within its bound, or found what it should."""
    assert not [r for r in store.lines("explore")
                if r["verdict"] != r["expected"]
                or not (r["complete"] or r["verdict"] != "safe")]


def test_model():
    """The model's rows."""
    found = differences("model", {
        f"{r['case']} {r['lock']} {r['cpus']} CPUs": r["expected"]
        for r in store.lines("model")}, {
        f"{row.what()} {row.lock} {row.cpus} CPUs": row.verdict(row.expected)
        for row in rows.rows()})
    assert not found, "\n".join(found)


def test_mutation():
    """The planted defects. (Which check caught one may change.)"""
    found = differences("mutation", {
        r["name"]: r["file"] for r in store.lines("mutation")
        if r.get("rule", "listed") == "listed"},
        {defect.name: defect.file for defect in defects.load()})
    assert not found, "\n".join(found)


@pytest.mark.parametrize("recorded, count", [
    ({"a": 1, "b": 2}, 0), ({"a": 1}, 2), ({"a": 1, "b": 3}, 2),
    ({"a": 1, "b": 2, "c": 3}, 2), ({}, 3),
    ({str(i): i for i in range(20)}, FEW + 2)])
def test_differences(recorded, count):
    """Each is named, but not too many, and then what is to be done."""
    found = differences("x", recorded, {"a": 1, "b": 2})
    assert len(found) == count
    assert not found or "make record RECORD=x" in found[-1]
