# SPDX-License-Identifier: MIT
"""test_hosts.py - jobs on other machines, by ssh. Both are this one, by logins
that the test makes; one of them goes away half-way."""
import os
import subprocess

import pytest

from kmaptest import logins
from kmaptest.project import PYTHON, ROOT

pytestmark = pytest.mark.skipif(
    not os.path.exists(logins.SSHD),
    reason="openssh-server is not installed: tools/setup.sh sshd")

COUNT = 12
NAMES = [f"kmaplab-test-{os.getpid()}-{letter}" for letter in "ab"]
# Where it runs; a file of the sources is there.
LINES = [f"sleep 0.7; echo {i} $(basename $(pwd)); test -f smp/tlb.c"
         for i in range(COUNT)]


@pytest.fixture(name="pair")
def make_pair(tmp_path):
    """Two logins, and how to reach them."""
    with logins.started(tmp_path, NAMES) as pair:
        yield pair


def start_jobs(out, ssh, lines, *options):
    """tools/jobs.py on both, two jobs at a time on each."""
    (out / "list").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return subprocess.Popen(
        [PYTHON, ROOT / "tools/jobs.py", "--name", "list", "--jobs", "2",
         "--hosts", ",".join(NAMES), "--limit", "20", *options],
        stdin=(out / "list").open(), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "BUILD": str(out), "PARALLEL_SSH": ssh})


def printed(out):
    """What the jobs have printed, in their order."""
    return [(out / f"jobs/list/out/{i + 1}").read_text(encoding="utf-8")
            for i in range(COUNT)]


@pytest.mark.takes(40)
def test_one_goes_away(out, pair):
    """Every job ends, with its result: what ran there is run elsewhere. Both
    have had some."""
    both, ssh = pair
    process = start_jobs(out, ssh, LINES)
    said = []
    while sum("exit status 0" in line for line in said) < COUNT // 2:
        said.append(process.stdout.readline())
        assert said[-1], "".join(said)
    both[1].kill()
    said += process.stdout.readlines()
    assert process.wait() == 0, "".join(said)
    assert f"{COUNT} of {COUNT} jobs ended well\n" == said[-1]
    results = [text.split() for text in printed(out)]
    assert [number for number, _ in results] == [str(i) for i in range(COUNT)]
    assert {place for _, place in results} == set(NAMES)


@pytest.mark.takes(20)
def test_left_out(out, pair):
    """A host that lacks a package is left out, with the reason; if none is
    left, nothing is run."""
    _, ssh = pair
    process = start_jobs(out, ssh, LINES, "--groups", "no-such-group")
    said = process.communicate()[0]
    assert process.returncode == 1
    for name in NAMES:
        assert f"{name} is left out: setup: no group no-such-group" in said
    assert "none of the hosts can be used" in said
    assert not (out / "jobs/list/joblog").exists()


@pytest.mark.takes(20)
def test_prepared(out, pair):
    """What the jobs need is built there before the first; a host where that
    fails is left out."""
    _, ssh = pair
    process = start_jobs(
        out, ssh, ["cat ready"] * COUNT, "--prepare",
        f"case $(pwd) in *{NAMES[0]}) echo yes >ready;; *) false;; esac")
    said = process.communicate()[0]
    assert process.returncode == 0, said
    assert f"{NAMES[1]} is left out: " in said
    assert printed(out) == ["yes\n"] * COUNT
