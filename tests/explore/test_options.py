# SPDX-License-Identifier: MIT
"""test_options.py - the explorer's command line. (What it finds is its own
TAP: tests/suite.py.)"""
import json
import re

import pytest

from kmaptest.project import BUILD, call, read

OPTIONS = re.findall(r'\{ "([a-z-]+)", (\w+)_argument',
                     read("tests/explore/main.c"))


def explore(*words):
    """What it says, without a search that takes long."""
    return call([BUILD / "explore/explore", *words])


def test_options_were_read():
    """Else the next test shows nothing."""
    assert len(OPTIONS) > 9


@pytest.mark.parametrize("name, argument", OPTIONS)
def test_help(name, argument):
    """--help names every option but itself, and whether it takes a word."""
    done = explore("--help")
    assert done.returncode == 0
    if name != "help":
        word = r"[A-Z]+ " if argument == "required" else ""
        assert re.search(rf"^  --{name} {word} *\w", done.stdout, re.M)


@pytest.mark.parametrize("words", [
    ["--nonsense"], ["nonsense"], ["--walks"], ["--walks", "many"],
    ["--case", "nonsense"]], ids=" ".join)
def test_refused(words):
    """What it does not know."""
    assert explore(*words).returncode == 2


@pytest.mark.parametrize("words, named", [
    (["--case", "once2,nonsense"], "once2"),
    (["--strategy", "nonsense"], "held"),
    (["--lock", "nonsense"], "irq")], ids=lambda w: " ".join(w[:1]))
def test_unknown_name(words, named):
    """It is told which name, and which there are."""
    done = explore(*words)
    assert done.returncode == 2
    assert f"{words[0]}: there is no 'nonsense'; there are" in done.stdout
    assert named in done.stdout.partition("there are")[2]


def test_several():
    """A list of names chooses all of them, and no other."""
    done = explore("--plan", "--case", "once2,twice2", "--strategy",
                   "held,dropped", "--lock", "irq")
    assert [tuple(json.loads(line)[key] for key in ("case", "strategy"))
            for line in done.stdout.splitlines()] == [
                (case, strategy) for case in ("once2", "twice2")
                for strategy in ("held", "dropped")]


def test_list():
    """Every case, with what it is about."""
    done = explore("--list")
    assert done.returncode == 0
    assert len(re.findall(r"^\w+ +\S", done.stdout, re.M)) > 9


def test_one_search():
    """Chosen by its case, strategy and lock, it is explained."""
    done = explore("--case", "once2", "--strategy", "dropped",
                   "--lock", "spin")
    assert done.returncode == 0
    assert re.search(r"^ok 1 - once2 dropped spin: stale", done.stdout, re.M)
    assert "--case once2 --strategy dropped --lock spin" in done.stdout


@pytest.mark.parametrize("words, bound", [
    (["--preemptions", "1", "--stores", "0"], "1 preemptions"),
    (["--preemptions", "all", "--stores", "1"], "all, store buffers of 1")],
    ids=["bounded", "all"])
def test_bound(words, bound):
    """Another one than the case's own."""
    done = explore("--case", "once2", "--strategy", "held", "--lock", "spin",
                   "--walks", "1", *words)
    assert done.returncode == 0
    assert f" states ({bound})" in done.stdout


def test_litmus_of_one_name():
    """With every outcome; the one that the test is about is marked."""
    done = call([BUILD / "explore/litmus", "SB"])
    assert done.returncode == 0
    assert len(re.findall(r"^# X=", done.stdout, re.M)) == 4
    assert len(re.findall(r"<-$", done.stdout, re.M)) == 1


def test_litmus_of_no_name():
    """That is no success."""
    assert call([BUILD / "explore/litmus", "nonsense"]).returncode == 1
