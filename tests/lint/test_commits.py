# SPDX-License-Identifier: MIT
"""test_commits.py - commits say what they do and why: CONTRIBUTING.md."""
import re
import shutil
import subprocess

import pytest

from kmaptest.project import ROOT

# The last one before this rule.
SINCE = "707872847e490e3eb4314c71288f491b5ce3e076"
SUBJECT = re.compile(r"\w[\w./, -]*: \S.*")
COLUMNS = 71


def problems(subject, body):
    """What is wrong with a commit's message."""
    out = []
    if not SUBJECT.fullmatch(subject):
        out.append("the subject is not `area: verb what`")
    if len(subject) > COLUMNS:
        out.append(f"the subject has {len(subject)} columns")
    if not body.strip():
        out.append("no body says why")
    return out


@pytest.mark.parametrize("subject, body, count", [
    ("mm: drop memmap_reset()", "Nothing calls it.", 0),
    ("lib, oracle: say what functions do", "It was not said.", 0),
    ("mm: drop memmap_reset()", "\n", 1),
    ("drop memmap_reset()", "Nothing calls it.", 1),
    ("mm: " + "x" * COLUMNS, "Nothing calls it.", 1)])
def test_problems(subject, body, count):
    """What is good, and what is not."""
    assert len(problems(subject, body)) == count


def test_history():
    """Every commit since then, where git and the history are there."""
    if not shutil.which("git"):
        pytest.skip("no git")
    done = subprocess.run(
        ["git", "log", "--no-merges", "-z", "--format=%h%n%s%n%b",
         f"{SINCE}..HEAD"], cwd=ROOT, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode:
        pytest.skip("no git, or not all of the history")
    commits = [commit.strip("\n").partition("\n")
               for commit in done.stdout.split("\0") if commit]
    found = {}
    for name, _, message in commits:
        subject, _, body = message.partition("\n")
        if problems(subject, body):
            found[f"{name} {subject}"] = problems(subject, body)
    assert not found
