# SPDX-License-Identifier: MIT
"""test_jobs.py - lists of jobs, run by GNU parallel on this machine: what ends
well, what fails, what takes too long, and what an interruption leaves."""
import os
import re
import signal
import subprocess
import time

import pytest

from kmaptest.project import PYTHON, ROOT, call

JOBS = [PYTHON, ROOT / "tools/jobs.py", "--name", "list"]
MIXED = ["echo one", "exit 3", "sleep 60", "echo 'two  words'; pwd"]


def jobs(out, lines, *options):
    """Run them, with results below `out`."""
    (out / "list").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return call(["sh", "-c", f"exec {' '.join(map(str, JOBS))} "
                 f"{' '.join(options)} <{out}/list"],
                env={**os.environ, "BUILD": str(out)})


def printed(out, number):
    """What that job has printed."""
    return (out / f"jobs/list/out/{number}").read_text(encoding="utf-8")


@pytest.fixture(scope="module", name="mixed")
def run_mixed(folder):
    """(where, what came of it)"""
    where = folder("mixed")
    return where, jobs(where, MIXED, "--limit 2", "--jobs 4",
                       f"--collect {where}/all")


@pytest.mark.xdist_group("mixed-jobs")
class TestMixed:
    """Some that end well, one that fails, one that would not end."""

    def test_results(self, mixed):
        """Each is a shell's line, run from the root."""
        assert printed(mixed[0], 1) == "one\n"
        assert printed(mixed[0], 4) == f"two  words\n{ROOT}\n"

    def test_collected(self, mixed):
        """All of it in one file, in the list's order."""
        assert (mixed[0] / "all").read_text(encoding="utf-8") == \
            f"one\ntwo  words\n{ROOT}\n"

    def test_failures(self, mixed):
        """Which, how, and how to see it again."""
        said = mixed[1].stdout
        assert mixed[1].returncode == 1
        assert "FAILED (exit status 3), to repeat it: exit 3\n" in said
        assert "2 of 4 jobs ended well" in said

    def test_limit(self, mixed):
        """One that does not end is ended."""
        assert "FAILED (not done after " in mixed[1].stdout
        assert "to repeat it: sleep 60" in mixed[1].stdout

    def test_progress(self, mixed):
        """A line for each, as it ends."""
        for number in range(1, 5):
            assert f"[{number}/4" in mixed[1].stdout

    def test_no_citation(self, mixed):
        """Parallel's own advertisement is not for our users."""
        assert "cite" not in mixed[1].stdout.lower()


def start_slow(out):
    """Six jobs, two at a time, each of which leaves a line; returns once two
    have ended."""
    marks = out / "marks"
    lines = [f"sleep 2; echo {i} >>{marks}" for i in range(6)]
    (out / "list").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with open(out / "list", encoding="utf-8") as file:
        process = subprocess.Popen(
            [*map(str, JOBS), "--jobs", "2"], stdin=file,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "BUILD": str(out)}, start_new_session=True)
    while not process.stdout.readline().startswith("[2/6"):
        assert process.poll() is None
    return process, lines, marks


@pytest.mark.takes(15)
def test_interrupted(out):
    """SIGTERM ends the jobs, too; the next run does only what is left."""
    process, lines, marks = start_slow(out)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 130
    before = marks.read_text(encoding="utf-8").split()
    time.sleep(2.5)
    assert marks.read_text(encoding="utf-8").split() == before
    done = jobs(out, lines, "--jobs 2")
    assert done.returncode == 0
    assert re.search("^[2-5] of 6 were done by the last run", done.stdout)
    after = marks.read_text(encoding="utf-8").split()
    assert set(after) == set("012345")
    assert [after.count(i) for i in before[:2]] == [1, 1]


def test_all_again(out):
    """A list that was run to its end is run again, and so is one that was
    run on other sources."""
    marks = out / "marks"
    lines = [f"echo x >>{marks}"]
    for tag in ("a", "a", "b"):
        assert jobs(out, lines, f"--tag {tag}").returncode == 0
    assert marks.read_text(encoding="utf-8") == "x\n" * 3
