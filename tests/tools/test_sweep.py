# SPDX-License-Identifier: MIT
"""test_sweep.py - the kernel with all combinations of some parameters."""
import json
import os

import pytest

from kmaptest.project import KERNEL, PYTHON, ROOT, call, read
import sweep

MATRIX = """
# A comment, and a combination that the kernel refuses
accel = tcg
cpus  = 1
mem   = 256M
run   = scenarios
scenario = stale-own  # one is enough
strategy = held bogus
lock  = spin
"""


@pytest.fixture(scope="module", name="done")
def run_sweep(folder):
    """(where, what came of it)"""
    where = folder("sweep")
    (where / "kmaplab.elf").symlink_to(KERNEL)
    (where / "matrix").write_text(MATRIX, encoding="utf-8")
    return where, call([PYTHON, ROOT / "tools/sweep.py", "--jobs", "1",
                        where / "matrix"],
                       env={**os.environ, "BUILD": str(where)})


@pytest.mark.takes(10)
@pytest.mark.xdist_group("sweep")
class TestSweep:
    """One of two that ends well."""

    def test_records(self, done):
        """Those of each run come after its parameters, and how it ended."""
        records = [json.loads(line) for line in
                   read(done[0] / "sweep/results.jsonl").splitlines()]
        runs = [r for r in records if r["kind"] == "sweep"]
        assert [(r["parameters"]["strategy"], r["status"])
                for r in runs] == [("held", 0), ("bogus", 3)]
        second = records.index(runs[1])
        assert "scenario" in {r["kind"] for r in records[:second]}
        assert records[-1]["status"] == "bad-parameter"

    def test_failure(self, done):
        """It says how to repeat that run."""
        assert done[1].returncode == 1
        assert ("FAILED (exit status 3), to repeat it: tools/run.py --accel "
                "tcg --cpus 1 --mem 256M -- run=scenarios scenario=stale-own "
                "strategy=bogus lock=spin\n") in done[1].stdout
        assert "1 of 2 runs ended well" in done[1].stdout


def test_product():
    """All combinations, each once."""
    assert sweep.combinations({"a": ["1", "2"], "b": ["3"],
                               "c": ["4", "5"]}) == [
        ["a=1", "b=3", "c=4"], ["a=1", "b=3", "c=5"],
        ["a=2", "b=3", "c=4"], ["a=2", "b=3", "c=5"]]


@pytest.mark.parametrize("text", ["", "# nothing\n", "seed\n", "seed =\n",
                                  "= 1\n", "seed = 1\nseed = 2\n"])
def test_no_matrix(tmp_path, text):
    """A file that is none is refused, with the line."""
    (tmp_path / "matrix").write_text(text, encoding="utf-8")
    with pytest.raises(sweep.MatrixError, match=str(tmp_path)):
        sweep.read_matrix(tmp_path / "matrix")


def test_sample_matrix():
    """The one in the tree is one."""
    for path in (ROOT / "tools/sweeps").iterdir():
        assert sweep.read_matrix(path)["run"]
