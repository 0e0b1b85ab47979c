# SPDX-License-Identifier: MIT
"""test_labs.py - labs are complete, and some are graded; `make labs-test`
grades everything."""
import json
import re

import pytest

from kmapgrade import labs, wrong
from kmaptest.project import tool

ALL = {lab.folder.name: lab for lab in labs.all_labs()}
QUICK = ["2-shootdown-one-request"]


@pytest.fixture(name="lab", params=ALL)
def fixture_lab(request):
    """Each lab."""
    return ALL[request.param]


def test_skeleton_is_short(lab):
    assert len(lab.file.read_text(encoding="utf-8").splitlines()) < 100


def test_points_are_ten(lab):
    assert sum(item.points for item in lab.items) == 10


def test_wrong_solutions(lab):
    """Enough, and each says which items it loses."""
    names = {item.name for item in lab.items}
    files = wrong.solutions(lab)
    assert len(files) >= 4
    for file in files:
        assert wrong.losses(file)
        assert wrong.losses(file) <= names


def test_every_item_can_be_lost(lab):
    """By a wrong solution, not only by the skeleton."""
    lost = set().union(*map(wrong.losses, wrong.solutions(lab)))
    assert lost == {item.name for item in lab.items}


def test_handout(lab):
    """It says what earns how many points."""
    text = (lab.folder / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w-]+) \| (\d+) \|", text, re.M)
    assert rows == [(item.name, str(item.points)) for item in lab.items]
    assert len(re.findall(r"^\d\. .*?\?", text.partition("questions")[2],
                          re.M | re.S)) >= 3


@pytest.mark.takes(15)
@pytest.mark.parametrize("name", QUICK)
def test_wrong_solution_loses_what_it_should(name):
    assert tool("labs/check.py", name).returncode == 0


@pytest.mark.takes(15)
def test_results(out):
    """As Gradescope has them; the exit status says that points are missing."""
    lab = ALL["2-shootdown"]
    done = tool("labs/grade.py", lab.number, "--results",
                out / "results.json", "--file", wrong.solutions(lab)[0])
    assert done.returncode == 1
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    score = sum(test["score"] for test in results["tests"])
    assert done.stdout.splitlines()[-1] == f"Score: {score}/10"
    assert results["score"] == score
    assert {test["max_score"] for test in results["tests"]} == {1, 2}
    lost = next(test for test in results["tests"] if not test["score"])
    assert "CPU 0" in lost["output"] and "expected: " in lost["output"]
