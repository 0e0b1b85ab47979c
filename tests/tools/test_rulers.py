# SPDX-License-Identifier: MIT
"""test_rulers.py - a run on exact and bochs at the same time: its results, and
that they are the same to the byte on a busy host and in another folder."""
import json
import os
import shutil
import subprocess

import pytest

from kmaprun import runrecord, store
from kmaptest.project import RUN, call, read

LITTLE = ["--accel", "exact,bochs", "--cpus", "2", "--no-report", "lock=spin",
          "strategy=held,dropped", "workload=cycle,local", "ops=600"]


def run_in(folder, kernel, *words):
    """A run with a kernel of its own, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(kernel, folder / "kernel")
    return call([*RUN, "--kernel", "kernel", "--out", "out", *LITTLE, *words],
                cwd=folder)


@pytest.fixture(scope="module", name="here")
def run_here(kernel, folder):
    """(where it ran, what came of it)"""
    where = folder("here")
    return where / "out", run_in(where, kernel)


def records_of(path):
    return [json.loads(line) for line in read(path).splitlines()]


@pytest.mark.takes(60)
@pytest.mark.xdist_group("rulers")
class TestRulers:
    """A run, and a second one like it."""

    def test_good(self, here):
        """It says once that all is as expected."""
        assert here[1].returncode == 0
        assert here[1].stdout.count("all as expected") == 1

    def test_progress(self, here):
        """Both are shown, from the start."""
        lines = here[1].stdout.splitlines()
        assert [line.split()[0] for line in lines[:2]] == ["exact", "bochs"]
        assert "starting" in lines[0]

    def test_order(self, here):
        """One after the other, each with its run record and its end."""
        runs = []
        for record in records_of(here[0] / store.RESULTS):
            if record["kind"] == "run":
                runs.append([])
            runs[-1].append(record["kind"])
        assert len(runs) == 2
        for kinds in runs:
            assert kinds[:2] == ["run", "env"]
            assert kinds[-1] == "end"
            assert "bench" in kinds
        assert ["scenario" in kinds for kinds in runs] == [True, False]

    def test_run_records(self, here, schema, kernel):
        """What ran on what, and how to repeat it."""
        first, other = (r for r in records_of(here[0] / store.RESULTS)
                        if r["kind"] == "run")
        assert (first["platform"], other["platform"]) == ("exact", "bochs")
        assert first["kernel"] == other["kernel"] == \
            runrecord.of_kernel(kernel)[0]
        assert first["emulator"].startswith("QEMU emulator version")
        assert other["emulator"].startswith("Bochs x86 Emulator")
        assert first["command"].startswith("make run ACCEL=exact CPUS=2 ")
        assert not schema.error(first) and not schema.error(other)

    def test_parts(self, here):
        """The results are those of both platforms; consoles have headings."""
        where = here[0]
        parts = [read(where / name / store.RESULTS)
                 for name in ("exact", "bochs")]
        assert all(parts)
        assert read(where / store.RESULTS) == "".join(parts)
        console = read(where / store.CONSOLE)
        assert console.startswith("==== exact ====\n")
        assert console.count("\n==== bochs ====\n") == 1

    def test_same_bytes(self, here, kernel, folder):
        """On a busy host, in another folder with a long path."""
        busy = [subprocess.Popen(["sh", "-c", "while :; do :; done"])
                for _ in range(os.cpu_count())]
        try:
            where = folder("elsewhere") / "on a long, long way/to the folder"
            done = run_in(where, kernel)
        finally:
            for loop in busy:
                loop.kill()
                loop.wait()
        assert done.returncode == 0
        for name in (store.RESULTS, store.CONSOLE):
            same = read(here[0] / name) == read(where / "out" / name)
            assert same, name


@pytest.mark.takes(20)
def test_one_fails(kernel, out):
    """The first failure ends both, and the last good results stay."""
    (out / "out").mkdir()
    (out / "out" / store.RESULTS).write_text("good", encoding="utf-8")
    done = run_in(out, kernel, "bogus=1")
    assert done.returncode == 3
    assert "exact: the kernel refused a parameter (exit status 3)" \
        in done.stdout
    assert "bad parameter: 'bogus=1'" in done.stdout
    assert f"out/{store.FAILED[store.RESULTS]}" in done.stdout
    assert read(out / "out" / store.RESULTS) == "good"
