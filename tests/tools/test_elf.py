# SPDX-License-Identifier: MIT
"""test_elf.py - reading the kernel's file, and making a floppy disk of it."""
import re
import subprocess

import pytest

from kmaprun import floppy
from kmaprun.elf import LOAD, Elf, NoElf


@pytest.fixture(scope="module", name="data")
def kernel_bytes(kernel):
    return kernel.read_bytes()


def test_compiler(data):
    """The compiler's name."""
    assert re.search("GCC|clang", Elf(data).compiler())


def test_no_such_section(data):
    """That is not an error."""
    assert Elf(data).section(".nothing") == b""


def test_bare(data):
    """It has all that is loaded, and nothing else."""
    bare = Elf(Elf(data).bare())
    assert [s for s in bare.segments if s[0] == LOAD] == [
        s for s in Elf(data).segments if s[0] == LOAD]
    assert bare.sections == []
    assert bare.compiler() is None
    assert len(bare.data) < len(data) / 2


@pytest.mark.parametrize("change", [
    lambda data: b"", lambda data: data[:40], lambda data: data[:52],
    lambda data: b"\x7fELF\x02" + data[5:], lambda data: b"#!/bin/sh\n" * 9],
                         ids=["empty", "short", "cut off", "64 bits", "text"])
def test_no_elf(data, change):
    """Other files are refused."""
    with pytest.raises(NoElf):
        Elf(change(data))


def test_floppy(data, out):
    """The same bytes for the same kernel, which is where GRUB expects it."""
    image = floppy.image(data, ["run=tests"])
    assert image == floppy.image(data, ["run=tests"])
    assert len(image) == 1474560
    path = out / "kernel"
    path.write_bytes(image[floppy.KERNEL_AT * floppy.SECTOR:])
    assert subprocess.run(["grub-file", "--is-x86-multiboot", path],
                          check=False).returncode == 0


@pytest.mark.parametrize("args", [["x='y"], ["x=a\nreboot"]])
def test_no_parameter_for_grub(data, args):
    """What GRUB would misunderstand is refused."""
    with pytest.raises(floppy.NoImage):
        floppy.image(data, args)


def test_kernel_too_big(data):
    """It is refused."""
    with pytest.raises(floppy.NoImage, match="too many for a floppy disk"):
        elf = bytearray(data) + bytes(2 << 20)
        at = int.from_bytes(elf[28:32], "little")
        elf[at + 16:at + 20] = (3 << 20).to_bytes(4, "little")
        floppy.image(bytes(elf), [])
