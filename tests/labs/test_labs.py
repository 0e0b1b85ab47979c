# SPDX-License-Identifier: MIT
"""test_labs.py - labs are complete, and some are graded; `make labs-test`
grades everything."""
import json
import re

import pytest

from kmapgrade import build, judges, labs, wrong
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


@pytest.mark.takes(20)
def test_what_the_compiler_says(out):
    """Warnings are told. A function that is not declared is an error: the half
    address that it returns would end the explorer without a word."""
    lab = ALL["2-shootdown"]
    skeleton = lab.file.read_text(encoding="utf-8")
    file = out / "tlb.c"
    file.write_text(skeleton + "static int mine(void) { return 1; }\n",
                    encoding="utf-8")
    assert "mine" in build.build(lab, file, out).warnings
    file.write_text(skeleton + "int mine(void) { return mine2(1); }\n",
                    encoding="utf-8")
    with pytest.raises(build.BuildError, match="mine2"):
        build.build(lab, file, out)


@pytest.mark.takes(20)
def test_diagram_shows_the_tlb_that_is_stale(out):
    """Also that of a CPU that does nothing, and a slot after the window."""
    lab = ALL["2-shootdown"]
    built = build.build(lab, lab.file, out)
    trace = judges.explore("lab-ack")(built).trace
    assert "[P0  P0  P0 ]" in trace  # at the start
    assert "[-   .   P0!]" in trace  # at the end: CPU 1 has not flushed


def test_a_kernel_that_does_not_end_is_explained(out):
    """By what to look for, and not by the number of a signal."""
    said = judges.last_line("kmaplab: exact: QEMU died of signal 24 (exit "
                            "status 6)\n", out)
    assert "spin_wait_turn()" in said
