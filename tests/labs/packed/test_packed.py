# SPDX-License-Identifier: MIT
"""test_packed.py - what `make handout` and `make lab-gradescope` pack builds
and grades by itself. Part of `make labs-test`, as both build everything."""
import json
import tarfile
import zipfile

import pytest

import pack
from kmapgrade import labs
from kmaptest.project import call, clean_environment, make, run

LAB = labs.find("2")
MAX_ZIP = 100 << 20  # bytes


@pytest.mark.takes(120)
def test_handout_grades(out):
    """In an empty folder: the skeleton has its point."""
    pack.handout(out / "labs.tar.gz")
    with tarfile.open(out / "labs.tar.gz") as archive:
        archive.extractall(out)
    assert not (out / pack.NAME / "smp/tlb.c").exists()
    done = make("lab", "N=2", cwd=out / pack.NAME)
    assert "Score: 1/10" in done.stdout
    assert (out / pack.NAME / "build/lab/results.json").exists()
    assert "labs/1-stale" in (out / pack.NAME / "README.md").read_text("utf-8")


@pytest.mark.takes(120)
def test_gradescope(out):
    """In folders like Gradescope's; the results are where it looks."""
    zipped = out / "grader.zip"
    pack.gradescope(LAB, zipped)
    assert zipped.stat().st_size < MAX_ZIP
    run(["python3", "-m", "zipfile", "-e", zipped, out / "source"])
    for name in ("results", "submission"):
        (out / name).mkdir()
    (out / "submission" / LAB.source).write_text(
        LAB.solution.read_text(encoding="utf-8"), encoding="utf-8")
    done = call(["sh", out / "source/run_autograder"],
                env=clean_environment() | {"AUTOGRADER": str(out)})
    assert done.returncode == 0
    results = json.loads((out / "results/results.json").read_text("utf-8"))
    assert results["score"] == 10
    with zipfile.ZipFile(zipped) as archive:
        modes = {info.filename: info.external_attr >> 16
                 for info in archive.infolist()}
    assert modes["run_autograder"] & modes["setup.sh"] & 0o100
