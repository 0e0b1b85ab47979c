# SPDX-License-Identifier: MIT
"""test_links.py - what the documents point at is there; links.py says what
that is."""
import os
import re
import shlex

import pytest

from kmaptest import sources
from kmaptest.project import MAKE, call, read
import links

DOCS = links.documents()
SHOWN = links.commands(DOCS)
FILES = {name: read(name) for name in sources.with_suffix(
    ".c", ".h", ".S", ".py", ".mk", ".md")
         if name != "tests/lint/test_links.py"}
PLANTED = {"docs/x.md": "[a](nothing.md) [b](results.md#nothing) "
           "mm/nothing.c `no_such" + "_function()` "
           'TRICKS, "nothing"'}


@pytest.fixture(scope="module", name="names")
def known_names():
    """(targets, variables, kernel parameters)"""
    return links.known()


def test_documents_are_there():
    """Those that people look for."""
    assert {"README.md", "TRICKS", "docs/architecture.md",
            "docs/strategies.md", "docs/hardware.md", "docs/parameters.md",
            "docs/results.md"} <= set(DOCS)


@pytest.mark.parametrize("find", [links.bad_links, links.bad_files,
                                  links.bad_functions])
def test_named_things_exist(find):
    """Links, files, functions."""
    assert not find(DOCS)


def test_tricks_exist():
    """Entries of TRICKS that sources and documents name."""
    assert not links.bad_tricks(FILES, read("TRICKS"))


@pytest.mark.parametrize("find, count", [(links.bad_links, 2),
                                         (links.bad_files, 1),
                                         (links.bad_functions, 1)])
def test_planted_is_found(find, count):
    """What leads nowhere."""
    assert len(find(PLANTED)) == count


def test_planted_trick_is_found():
    """The same, for entries of TRICKS."""
    assert len(links.bad_tricks(PLANTED, read("TRICKS"))) == 1


def test_help_was_read(names):
    """Targets, variables, parameters."""
    assert all(len(part) > 9 for part in names)


@pytest.mark.parametrize("command, good", [
    ("make nonsense", False), ("make run NONSENSE=1", False),
    ('make run ARGS="nonsense=1"', False),
    ('make run ARGS="window=64" CPUS=2', True)])
def test_what_is_a_command(names, command, good):
    """What is no command is told from what is."""
    assert (not links.bad_command(command, *names)) == good


def test_commands_are_shown():
    """Else there is nothing to check."""
    assert len(SHOWN) > 9


@pytest.mark.parametrize("name, command", sorted(set(SHOWN)))
def test_command(names, name, command):
    """A document shows a command that there is."""
    assert not links.bad_command(command, *names), name


def words_of(command):
    """Of a command as a shell takes it, without make itself."""
    return shlex.split(command)[1:]


def unlike(commands):
    """[words] of commands, one for each target and set of variables: what
    values they have is test_command's. One for all targets without any."""
    plain, others = set(), {}
    for words in map(words_of, commands):
        keys = {re.sub("=.*", "=", word, flags=re.S) for word in words}
        if any("=" in word for word in words):
            others.setdefault(frozenset(keys), words)
        else:
            plain |= keys
    return [sorted(plain - {"help"}), *others.values()]


@pytest.mark.parametrize("words", unlike(sorted(
    c for _, c in SHOWN if "..." not in c and "TARGET" not in c)),
    ids=" ".join)
def test_command_runs(words):
    """As far as make itself is concerned."""
    # T, if somebody chose tests, is not for these.
    env = {key: os.environ[key] for key in os.environ if key != "T"}
    assert call([*MAKE, "-n", *words], env=env).returncode == 0


def test_unlike_commands():
    """No target and no variable is left out."""
    assert unlike(["make a", "make b X=1", "make b X='2 3'", "make c d",
                   "make b X=1 Y=2"]) == [
        ["a", "c", "d"], ["b", "X=1"], ["b", "X=1", "Y=2"]]


@pytest.mark.parametrize("name", DOCS)
def test_parameters_exist(names, name):
    """Kernel parameters that a document names."""
    assert not (set(links.SETTING.findall(DOCS[name])) - names[2]
                - links.NO_PARAMETERS)
