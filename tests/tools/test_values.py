# SPDX-License-Identifier: MIT
"""test_values.py - what a user may type for CPUS=, MEM= and so on, and that the
rest is refused in a sentence before anything starts."""
import pytest

from kmaprun import options, plan, values
from kmaptest.project import RUN, call


@pytest.mark.parametrize("read, text, value", [
    (values.cpus, "1", 1), (values.cpus, "08", 8),
    (values.memory, "512", 512), (values.memory, "8M", 8),
    (values.memory, "6G", 6144), (values.memory, "6g", 6144),
    (values.hang, "0.5", 0.5), (values.timeout, "900", 900)])
def test_taken(read, text, value):
    """Good values."""
    assert read(text) == value


@pytest.mark.parametrize("words, says", [
    (["--cpus", "0"], "CPUS=0 is not a number of CPUs"),
    (["--cpus", "x"], "CPUS=x is not a number of CPUs"),
    (["--cpus=-1"], "CPUS=-1 is not a number of CPUs"),
    (["--mem", "1M"], "MEM=1M is too little memory: the kernel needs 8M"),
    (["--mem", "abc"],
     "MEM=abc is not an amount of memory, such as 512M or 6G"),
    (["--mem", "0"], "MEM=0 is too little memory"),
    (["--mem", "1.5G"], "MEM=1.5G is not an amount of memory"),
    (["--hang=-1"], "HANG=-1 is not a number of seconds above 0"),
    (["--hang=0"], "HANG=0 is not a number of seconds above 0"),
    (["--timeout", "x"], "TIMEOUT=x is not a number of seconds above 0"),
    (["--timeout", "nan"], "TIMEOUT=nan is not a number of seconds"),
    (["--accel", "foo"],
     "ACCEL=foo: 'foo' is not one of exact, bochs, tcg, mttcg, kvm"),
    (["--accel", "exact,"], "ACCEL=exact,: '' is not one of"),
    (["--accel", "tcg,tcg"], "ACCEL=tcg,tcg names a platform twice"),
    (["--accel", "exact,bochs", "--cpus", "16"],
     "CPUS=16: bochs has at most 15 CPUs"),
    (["run=shell"], "use `make shell`"),
    (["--accel", "exact,bochs", "run=halt"], "run=halt never ends"),
    (["--accel", "bochs", "--interactive", "run=shell"],
     "ACCEL=bochs has no keyboard: use ACCEL=tcg"),
    (["--accel", "bochs", "--media", "usb"], "cannot boot from --media usb"),
    (["--image", "x", "run=tests"], "--image brings its own kernel")])
def test_refused(capfd, words, says):
    """Each message says what is allowed, and names the variable of make."""
    try:
        plan.make(options.parse(words))
    except SystemExit as error:
        assert error.code == 64
        said = capfd.readouterr().err
    except values.ValueRefused as error:
        said = str(error)
    else:
        said = "nothing was wrong"
    assert says in said
    assert "argument" not in said
    assert len(said.splitlines()) == 1


def test_nothing_is_touched(out):
    """A refused value creates no file, and the exit status is 64."""
    done = call([*RUN, "--out", out / "new", "--accel", "bochs",
                 "--cpus", "16"])
    assert done.returncode == 64
    assert done.stdout.startswith("kmaplab: CPUS=16: ")
    assert not (out / "new").exists()
