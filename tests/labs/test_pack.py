# SPDX-License-Identifier: MIT
"""test_pack.py - what is handed out has no answers; what graders elsewhere
read."""
import classroom50
import pack
from kmapgrade import labs


def test_handout_has_no_answers():
    names = [str(path) for path in pack.sources()]
    assert not [name for name in names if "solutions" in name.split("/")]
    assert {name for name in names if name.startswith("mm/strategy/")} == {
        "mm/strategy/dropped.c", "mm/strategy/held.c"}


def test_handout_has_the_labs():
    names = {str(path) for path in pack.sources()}
    for lab in labs.all_labs():
        assert str(lab.file.relative_to(labs.ROOT)) in names
    assert "Makefile" in names and "labs/grade.py" in names


def test_classroom50():
    adapted = classroom50.adapted({"score": 2, "tests": [
        {"name": "own", "status": "passed", "score": 2, "max_score": 2},
        {"name": "ack", "status": "failed", "score": 0, "max_score": 3}]})
    assert adapted["max-score"] == 5 and adapted["score"] == 2
    assert [test["passed"] for test in adapted["tests"]] == [True, False]
