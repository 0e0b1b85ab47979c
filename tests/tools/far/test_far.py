# SPDX-License-Identifier: MIT
"""test_far.py - planted defects and the explorer's deep searches as jobs on
other machines. Both are this one, by logins that the test makes; one goes away
when the first results are there. Part of `make jobs-test`, as each machine
builds everything.
"""
import json
import os
import subprocess

import pytest

from kmaptest import logins
from kmaptest.project import PYTHON, ROOT, clean_environment

NAMES = [f"kmaplab-far-{os.getpid()}-{letter}" for letter in "ab"]
STRATEGIES = ("held", "dropped", "quarantine", "polled", "lockless", "percpu")
CASES = ("once2", "same2")
# All are caught by the explorer: only that is built.
DEFECTS = ("own-batch-not-flushed", "flush-before-clear",
           "page-not-claimed", "missing-acknowledgement")


@pytest.fixture(name="pair")
def make_pair(tmp_path):
    """Two logins, and how to reach them."""
    with logins.started(tmp_path, NAMES) as pair:
        yield pair


def start(words, out, ssh):
    """With folders of its own."""
    return subprocess.Popen(
        [str(word) for word in words], cwd=ROOT, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**clean_environment(), "PARALLEL_SSH": ssh, "BUILD": str(out),
             "PYTHONPATH": f"{ROOT}/tools:{ROOT}/tests"})


def end_without(login, process, enough):
    """What it prints until its end; `login` goes away when it has printed
    `enough`: so many results of so many."""
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith(f"[{enough}"):
            login.kill()
    print("".join(said))
    assert process.wait() == 0
    return "".join(said)


@pytest.mark.takes(120)
def test_deep_searches(out, pair):
    """make explore-jobs DEEP=1: each search's record is there, once."""
    both, ssh = pair
    count = len(CASES) * len(STRATEGIES)
    process = start(
        ["make", "--no-print-directory", "SETUP=no", f"BUILD={out}",
         "explore-jobs", "DEEP=1", f"CASE={','.join(CASES)}", "JOBS=1",
         f"STRATEGY={','.join(STRATEGIES)}", f"HOSTS={','.join(NAMES)}"],
        out, ssh)
    said = end_without(both[1], process, f"4/{count}")
    assert f"{count} of {count} jobs ended well" in said
    records = [json.loads(line) for line in
               (out / "explore/explore.jsonl").read_text("utf-8").splitlines()
               if line.startswith("{")]
    searches = [(r["case"], r["strategy"], r["lock"]) for r in records
                if r["kind"] == "explore"]
    assert len(searches) == len(set(searches))
    assert {(case, strategy) for case, strategy, _ in searches} == {
        (case, strategy) for case in CASES for strategy in STRATEGIES}


@pytest.mark.takes(240)
def test_planted_defects(out, pair):
    """make mutation: each is caught, by the check that the list names."""
    both, ssh = pair
    process = start(
        [PYTHON, ROOT / "tests/mutation/mutation.py", "--named-only", "--jobs",
         "1", "--hosts", ",".join(NAMES), "--records", out / "mutation.jsonl",
         *DEFECTS], out, ssh)
    said = end_without(both[1], process, f"2/{len(DEFECTS)}")
    records = [json.loads(line) for line in
               (out / "mutation.jsonl").read_text("utf-8").splitlines()]
    caught = {r["name"]: r["by"] for r in records if r["kind"] == "defect"}
    assert set(caught) == set(DEFECTS), said
    assert all(by.startswith("explore ") for by in caught.values())
