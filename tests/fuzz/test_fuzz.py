# SPDX-License-Identifier: MIT
"""test_fuzz.py - a few inputs for each fuzzer, from its seeds: it still builds,
and what is found at once is found here. `make fuzz` looks for longer."""
import os

import pytest

from kmaptest.project import BUILD
import fuzz
import seeds

INPUTS = {"acpi": 300, "mptable": 300}
MANY = 3000
FINDS = """#!/bin/sh
echo "ERROR: AddressSanitizer; Test unit written to $PWD/crash-1" >&2
exit 77
"""


@pytest.mark.parametrize("name", seeds.SEEDS)
def test_nothing_is_found(name, out):
    """In the seeds, and in what is made of them."""
    program = f"fuzz_{name}"
    os.symlink(BUILD.resolve() / "fuzz" / program, out / program)
    assert fuzz.fuzz(out, name, f"-runs={INPUTS.get(name, MANY)}")


def test_what_is_found_is_said(out, capsys):
    """With the command that repeats it."""
    program = out / "fuzz_memmap"
    program.write_text(FINDS)
    program.chmod(0o755)
    assert not fuzz.fuzz(out, "memmap", "-runs=1")
    said = capsys.readouterr().out
    assert f"memmap: FOUND {os.getcwd()}/crash-1; again: {program}" in said


def test_every_fuzzer_has_seeds():
    """And the other way round."""
    folder = os.path.dirname(fuzz.__file__)
    names = {file[5:-2] for file in os.listdir(folder)
             if file.startswith("fuzz_") and file.endswith(".c")}
    assert names == set(seeds.SEEDS)
