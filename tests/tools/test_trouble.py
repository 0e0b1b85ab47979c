# SPDX-License-Identifier: MIT
"""test_trouble.py - trouble with the host: another run in the same folder, a
full disk, a read-only tree."""
import contextlib
import os
import signal
import subprocess
import time

import pytest

from kmaprun import disk
from kmaprun.lock import Busy, Lock
from kmaptest.project import (MAKE, ROOT, RUN, call, clean_environment,
                              read)

SMALL = ["--cpus", "1", "--mem", "64M", "--no-report", "run=scenarios",
         "strategy=held", "lock=spin"]


def test_busy(kernel, out):
    """A second run in a folder says who uses it and what to do, and changes
    nothing."""
    lock = Lock(str(out))
    try:
        done = call([*RUN, "--kernel", kernel, "--out", out, *SMALL])
    finally:
        lock.release()
    assert done.returncode == 6
    assert f"process {os.getpid()}," in done.stdout
    assert "make run BUILD=other" in done.stdout
    assert sorted(os.listdir(out)) == ["run.lock"]
    assert call([*RUN, "--kernel", kernel, "--out", out,
                 *SMALL]).returncode == 0


def test_lock_of_the_dead(out):
    """A lock does not outlive its process."""
    with subprocess.Popen(
            ["/usr/bin/python3", "-c", "import sys, time; from kmaprun.lock "
             "import Lock; lock = Lock(sys.argv[1]); print('has it', "
             "flush=True); time.sleep(60)", str(out)],
            stdout=subprocess.PIPE, cwd=ROOT / "tools") as other:
        assert other.stdout.readline() == b"has it\n"
        with pytest.raises(Busy, match=f"process {other.pid},"):
            Lock(str(out))
        other.kill()
    Lock(str(out)).release()


@pytest.fixture(name="small_disk")
def mount_small_disk(tmp_path):
    """small_disk(options): a file system of its own."""
    mounted = []

    def mount(options):
        path = tmp_path / f"disk{len(mounted)}"
        path.mkdir()
        done = call(["mount", "-t", "tmpfs", "-o", options, "none", path])
        if done.returncode:
            pytest.skip("only root can make a small disk, and not everywhere")
        mounted.append(path)
        return path
    yield mount
    for path in mounted:
        subprocess.run(["umount", "-l", path], check=True)


def test_full_disk(kernel, small_disk):
    """The run does not start, and says what to do."""
    where = small_disk("size=512k")
    done = call([*RUN, "--kernel", kernel, "--out", where, *SMALL])
    assert done.returncode == 6
    assert "the disk is full: " in done.stdout
    assert "make run BUILD=/some/folder" in done.stdout


@pytest.mark.takes(10)
@pytest.mark.parametrize("emulator", ["tcg", "bochs"])
def test_disk_fills_up(kernel, small_disk, emulator):
    """It is noticed during a run, the guest is not blamed, and the last good
    records stay."""
    where = small_disk("size=4m")
    (where / "results.jsonl").write_text("good", encoding="utf-8")
    with subprocess.Popen(
            [*map(str, RUN), "--kernel", str(kernel), "--out", str(where),
             "--accel", emulator, "--cpus", "1", "--mem", "64M", "--quiet",
             "--no-report"], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True) as run:
        while not read(where / emulator / "console.log"):
            time.sleep(0.05)
        with contextlib.suppress(OSError), \
                open(where / "filler", "wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        said = run.communicate(timeout=30)[0]
    assert run.returncode == 6
    assert "the disk is full: " in said
    assert read(where / "results.jsonl") == "good"


def test_enough_room(small_disk):
    """A disk with room is not full; one that is not there is reported."""
    disk.check_space(small_disk("size=4m"))
    with pytest.raises(disk.HostFailed, match="no/such/folder"):
        disk.check_space("no/such/folder")


def test_read_only_folder(kernel, small_disk):
    """The runner says so."""
    where = small_disk("size=4m,ro")
    done = call([*RUN, "--kernel", kernel, "--out", where, *SMALL])
    assert done.returncode == 6
    assert f"cannot write {where}" in done.stdout
    assert "make run BUILD=/some/folder" in done.stdout


def test_read_only_tree(small_disk):
    """make says so, before anything else."""
    where = small_disk("size=4m,ro")
    done = call([*MAKE, f"BUILD={where}/build", "run"],
                env=clean_environment())
    assert done.returncode == 2
    assert "nothing can be written to" in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert call([*MAKE, f"BUILD={where}/build", "help"],
                env=clean_environment()).returncode == 0


def test_folder_with_a_space():
    """make refuses one in BUILD=."""
    done = call([*MAKE, "BUILD=a b"], env=clean_environment())
    assert done.returncode == 2
    assert "without spaces" in done.stdout


@pytest.mark.takes(20)
def test_stopped_while_compiling(out):
    """After Ctrl-C, the next make succeeds."""
    build = out / "build"
    with subprocess.Popen([*MAKE, "-j2", f"BUILD={build}"],
                          env=clean_environment(), start_new_session=True,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True) as make:
        for _ in range(6):
            make.stdout.readline()
        os.killpg(make.pid, signal.SIGINT)
        said = make.communicate(timeout=30)[0]
    assert "Traceback" not in said
    assert call([*MAKE, "-j2", f"BUILD={build}"],
                env=clean_environment()).returncode == 0
