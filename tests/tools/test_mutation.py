# SPDX-License-Identifier: MIT
"""test_mutation.py - the planted defects fit the sources as they are, a few of
them are caught, and one that is not would be noticed. `make mutation` tries
all."""
import json
import re

import pytest

from kmaptest.project import ROOT, STRATEGIES, read, tool
import checks
import defects
import summary

LISTED = defects.load()
CHECKS = list(dict.fromkeys(d.check for d in LISTED))
QUICK = ("memory-map-wraps-around", "ground-floor-includes-upward",
         "failed-pin-undone-without-wake-up", "lock-without-exchange")

# A line that may just as well be another one.
HARMLESS = """
[harmless]
in: lib/histogram.c
old: return low;
new: return (unsigned int)low;
check: unit histogram
why: it is none
"""


def test_enough():
    """Enough of them, none twice."""
    assert len(LISTED) >= 20
    assert len({d.name for d in LISTED}) == len(LISTED)
    assert len([d for d in LISTED if "barrier-removed" in d.name]) >= 2


@pytest.mark.parametrize("defect", LISTED, ids=lambda defect: defect.name)
def test_one_line(defect):
    """Each is in its file once, and changes that line alone."""
    text = read(defect.file)
    after = defects.planted(defect, text)
    assert sum(a != b for a, b in zip(text.splitlines(),
                                      after.splitlines())) == 1
    assert text.count("\n") == after.count("\n")


@pytest.mark.parametrize("check", CHECKS)
def test_check_exists(check):
    """What is to catch them is there."""
    kind, *words = check.split()
    if kind == "unit":
        assert (ROOT / f"tests/unit/test_{words[0]}.c").exists()
    elif kind == "lint":
        assert (ROOT / f"tests/lint/test_{words[0]}.py").exists()
    elif kind == "explore":
        assert f'.name = "{words[0]}"' in read("tests/explore/cases.c")
    elif kind in ("scenarios", "stress"):
        assert words[0] in STRATEGIES
    else:
        assert kind in checks.KINDS


def defect_of(**fields):
    return defects.Defect("a", "b", "x();", "y();", "tests", "c", **fields)


@pytest.mark.parametrize("text", ["z();\n", "x();\nx();\n"],
                         ids=["not-there", "twice"])
def test_refused(text):
    """A list that does not fit."""
    with pytest.raises(defects.ListError, match="times in b"):
        defects.planted(defect_of(), text)


def test_after():
    """`after` says which line is meant."""
    assert defects.planted(defect_of(after="second"),
                           "x();\nsecond\n\tx();\n") == \
        "x();\nsecond\n\ty();\n"


@pytest.fixture(scope="module", name="mutation")
def make_mutation(folder):
    """mutation(records, words...): make mutation, on one processor, of checks
    that are named only. Not where a user's own run may be."""
    where = folder("build")
    return lambda records, *words: tool(
        "tests/mutation/mutation.py", "--jobs", "1", "--named-only",
        "--records", records, *words, build=where)


@pytest.mark.takes(90)
@pytest.mark.xdist_group("mutation")
def test_quick(out, mutation):
    """Some that are cheap to catch are caught, and recorded."""
    done = mutation(out / "quick.jsonl", *QUICK)
    assert done.returncode == 0
    found = [json.loads(line)
             for line in read(out / "quick.jsonl").splitlines()]
    assert sorted(r["name"] for r in found if r["caught"] and r["by"]
                  and r["message"]) == sorted(QUICK)


@pytest.mark.takes(20)
@pytest.mark.xdist_group("mutation")
def test_survivor(out, mutation):
    """A defect that nobody catches is a failure, named and counted."""
    (out / "list.txt").write_text(HARMLESS, encoding="utf-8")
    done = mutation(out / "harmless.jsonl", "--list", out / "list.txt")
    assert done.returncode == 1
    assert "NOT CAUGHT: harmless" in done.stdout
    assert re.search(r"^0 of 1 defects were caught", done.stdout, re.M)


def outcome(name, by=None, **result):
    """Of a made defect."""
    defect = defects.Defect(name, "mm/a.c", "x();", "y();", "", "swapped",
                            rule="swapped", function="f",
                            lines=[[1, "x();", "y();"]])
    return summary.Outcome(
        {"name": name, "by": by, "message": "", "seconds": 1, **result},
        defect, {("mm/a.c", "g", "x();", "y();"): "in another one"})


def test_needless(capsys):
    """Where all checks were tried: those that catch nothing alone."""
    summary.print_needless([
        outcome("a", "unit", found={"unit": "x", "tests": "y", "lint": None}),
        outcome("b", "tests", found={"unit": None, "tests": "z",
                                     "lint": None})])
    said = capsys.readouterr().out
    assert "  tests: 2, 1\n" in said
    assert "  unit: 1, 0  (needless here)\n" in said
    assert "  lint: 0, 0  (needless here)\n" in said


@pytest.mark.parametrize("result, hole", [
    ({"by": "tests"}, False), ({}, True), ({"same": True}, False),
    ({"broken": True, "message": "error: no such thing"}, False),
    ({"broken": True, "message": "not done after 3600 s"}, True)],
                         ids=["caught", "nobody", "same", "no-c", "no-end"])
def test_hole(result, hole):
    """What nobody caught is one, unless it is no defect. A job that came to
    no end has shown nothing."""
    assert outcome("a", **result).is_hole == hole


def test_equivalent():
    """A reviewed change is no hole: in that function, of that line."""
    one = outcome("a")
    known = {("mm/a.c", "f", "x();", "y();"): "nobody can tell"}
    assert not summary.Outcome(one.result, one.defect, known).is_hole
