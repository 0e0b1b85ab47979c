# SPDX-License-Identifier: MIT
"""test_packages.py - what `make handout` packs gives no answer away, and what
Classroom 50 reads. packed/ has the tests that build."""
import re

import pytest

import classroom50
import pack
from kmapgrade import labs
from kmaptest.project import ROOT

FILES = set(pack.chosen())
RULES = (labs.LABS / "handout.txt").read_text("utf-8")


def test_answers_are_left_out():
    assert not [name for name in FILES if re.search(
        "labs/solutions|quarantine|TRICKS|docs/", name)]


@pytest.mark.parametrize("lab", labs.all_labs(), ids=lambda lab: lab.number)
def test_what_a_lab_names_is_there(lab):
    """Its files, and those that its handout says are to be read."""
    text = (lab.folder / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:mm|smp|arch|tests|scenario)/[\w./]+)`", text))
    own = {path.relative_to(ROOT).as_posix()
           for path in lab.folder.glob("*.*")}
    assert not (named | own) - FILES


def test_rules_apply():
    """Each pattern leaves something out, or keeps something."""
    out, kept = pack.rules(RULES)
    names = set(pack.sources())
    assert set(pack.answers(RULES)) <= FILES
    for pattern in out + kept:
        assert any(pack.fnmatch(name, pattern) for name in names), pattern


def test_what_a_lab_replaces_is_an_object_until_it_is_over():
    """All of ours that a student's file takes the place of; some in two labs.
    (Lab 1 has its own tests in the place of ours, which answer nothing.)"""
    over = {}
    for lab in labs.all_labs():
        for name in lab.replaces:
            if "*" not in name:
                over[name] = max(over.get(name, 0), int(lab.number))
    for name, number in over.items():
        assert name in pack.answers(RULES, number - 1)
        assert name not in pack.answers(RULES, number)


def test_classroom50():
    """All that its collector asks for."""
    environ = {name: name.lower()
               for name in classroom50.FROM_RUNNER.values()}
    tests = [{"name": "own", "score": 1, "max_score": 1, "status": "passed",
              "output": ""},
             {"name": "ack", "score": 0, "max_score": 2, "status": "failed",
              "output": "expected: an answer"}]
    result = classroom50.adapted({"tests": tests}, environ)
    assert (result["score"], result["max-score"]) == (1, 3)
    assert result["review"] == result["commit"] == "commit_url"
    assert [test["passed"] for test in result["tests"]] == [True, False]
    assert re.fullmatch(r"[\d-]{10}T[\d:]{8}Z", result["datetime"])
