# SPDX-License-Identifier: MIT
"""test_targets.py - what a user types at make: run, table, bochs, debug, help.
"""
import re

import pytest

from kmapreport import records
from kmaptest.project import BUILD, KERNEL, ROOT, call, read

MAKE = ["make", "--no-print-directory"]


def make_in(out, *words):
    """make, with a build folder of its own in which the kernel is made."""
    link = out / "kmaplab.elf"
    if not link.exists():
        link.symlink_to(KERNEL)
    # -o: the kernel is as new as it needs to be.
    return call([*MAKE, f"BUILD={out}", "-o", link, *words])


@pytest.fixture(scope="module", name="measured")
def make_run(folder):
    """(where, make) of `make run` with all its variables."""
    where = folder("run")
    return where, make_in(where, "run", "ACCEL=tcg", "STRATEGY=dropped",
                          "CPUS=4", "MEM=3G", "LOCK=irq", "WORKLOAD=cycle,hot",
                          "THREADS=1,4", "ARGS=window=64 ops=1000")


@pytest.mark.takes(20)
@pytest.mark.xdist_group("make-run")
class TestRun:
    """What one `make run` prints and leaves."""

    def test_variables(self, measured):
        """They reach the machine and the kernel."""
        where, done = measured
        assert done.returncode == 0
        env = records.load(where / "results.jsonl").env
        for key, value in (("cpus", 4), ("slots", 64), ("platform", "tcg")):
            assert env[key] == value
        assert 3000 < env["mem_kb"] // 1024 <= 3072
        for key, value in (("strategy", ["dropped"]), ("lock", "irq"),
                           ("threads", [1, 4])):
            assert env["parameters"][key] == value

    @pytest.mark.parametrize("text", ["\ndropped    irq", "records: "])
    def test_report(self, measured, text):
        """The first screen, where the records are."""
        assert text in measured[1].stdout

    def test_table(self, measured):
        """make table: another workload, and only that."""
        done = make_in(measured[0], "table", "WORKLOAD=hot")
        assert "\nhot: " in done.stdout
        assert "\ncycle: " not in done.stdout
        assert "Scenarios" not in done.stdout

    def test_verdicts(self, measured):
        """make verdicts: all of them, with their evidence."""
        done = make_in(measured[0], "verdicts")
        assert "  dropped with lock=irq: STALE, CPU 2 read" in done.stdout


def test_failure(out):
    """A failure is make's failure: why, and with the runner's status."""
    done = make_in(out, "run", "ACCEL=tcg", "ARGS=bogus=1")
    assert done.returncode != 0
    assert "bad parameter: 'bogus=1'" in done.stdout
    assert "Error 3" in done.stdout


@pytest.mark.takes(40)
def test_bochs(out):
    """make bochs: Bochs' own words are not among the records."""
    done = make_in(out, "bochs", "CPUS=1", "MEM=32M", "ARGS=run=tests")
    assert done.returncode == 0
    run = records.load(out / "bochs/results.jsonl")
    assert run.env["platform"] == "bochs"
    assert not run.broken


@pytest.mark.takes(20)
def test_bochs_failure(out):
    """make bochs: the guest's verdict as exit status."""
    done = make_in(out, "bochs", "CPUS=1", "MEM=32M", "ARGS=run=nonsense")
    assert "Error 3" in done.stdout


@pytest.mark.takes(15)
def test_debug(out):
    """make debug: at the entry, symbols, a thread for each CPU."""
    done = make_in(
        out, "debug", "CPUS=3",
        "GDB=-batch -ex \"info threads\" -ex \"break main\" -ex continue "
        "-ex bt -ex kill")
    assert "boot_entry () at boot/entry.S" in done.stdout
    assert len(re.findall(r"CPU#\d \[", done.stdout)) == 3
    assert "main () at ./main.c" in done.stdout


def targets_in_help():
    """Those that `make help` lists."""
    said = call([*MAKE, "help"]).stdout
    return set(re.findall(r"^  ([a-z-]+)  ", said, re.M))


def test_help_lists_every_target():
    """Every target that is no file is in make help, and nothing else is."""
    there = set()
    for path in [ROOT / "Makefile", *ROOT.glob("tools/*.mk"),
                 *ROOT.glob("labs/*.mk"), *ROOT.glob("tests/**/*.mk")]:
        for line in re.findall(r"^\.PHONY: (.*)", read(path), re.M):
            there |= set(line.split())
    inner = {name for name in there if name.endswith(("-build", "-now"))}
    assert targets_in_help() == there - inner


def test_every_target_is_set_up():
    """make installs what each needs."""
    setup = set(re.findall(r"^SETUP_([a-z-]+)", read("tools/setup.mk"), re.M))
    assert targets_in_help() - setup == {"clean", "help"}


def test_dry_run():
    """make -n works, too."""
    assert call([*MAKE, "-n", "run", f"BUILD={BUILD}"]).returncode == 0


def test_one_name_for_the_build_folder():
    """However it is given: else objects that were made by one name would not
    depend on headers by the other."""
    for name in ("build", "elsewhere/build", "/tmp/elsewhere"):
        for given in (name, ROOT / name):
            done = call([*MAKE, f"BUILD={given}", "-s", "SETUP=no",
                         "WRITES=", "--eval=where: ; @echo $(BUILD)", "where"])
            assert done.stdout == f"{name}\n"
