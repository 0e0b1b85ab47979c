# SPDX-License-Identifier: MIT
"""test_compilers.py - the kernel that each compiler makes is free of warnings,
is the same bytes wherever it is made, boots, and comes to the same verdicts.
"""
import pytest

from kmaptest import verdicts
from kmaptest.booted import boot_to
from kmaptest.copytree import copy_to
from kmaptest.project import call, make

COMPILERS = {"gcc": [], "llvm": ["LLVM=1"]}
pytestmark = [pytest.mark.takes(90)]


@pytest.fixture(scope="module", params=[
    pytest.param(name, marks=pytest.mark.xdist_group(f"compiler-{name}"))
    for name in COMPILERS])
def compiler(request):
    """Its name."""
    return request.param


@pytest.fixture(scope="module", name="built")
def build(compiler, folder):
    """(folder, make) of a build with warnings as errors. Sources and build
    folder are in other places than those that make test has built in."""
    tree = copy_to(folder(compiler) / "another/place")
    place = folder(f"elsewhere-{compiler}")
    return place, make(f"BUILD={place}", "CI=1", *COMPILERS[compiler],
                       "build", "iso", cwd=tree)


def test_no_warning(built):
    """With warnings as errors it builds, and there are none."""
    done = built[1]
    assert done.returncode == 0
    assert "warning" not in done.stdout


def test_grub_takes_it(built):
    """It is a multiboot kernel."""
    done = call(["grub-file", "--is-x86-multiboot",
                 built[0] / "kmaplab.elf"])
    assert done.returncode == 0


def test_same_bytes_elsewhere(compiler, built, kernel, image):
    """The same sources give the same bytes, wherever they are and their
    build folder is. (With LLVM=1 nothing was built here to compare with: the
    places must not be in the kernel.)"""
    if compiler == "gcc":
        assert (built[0] / kernel.name).read_bytes() == kernel.read_bytes()
        assert (built[0] / image.name).read_bytes() == image.read_bytes()
    found = (built[0] / kernel.name).read_bytes()
    assert b"elsewhere-" not in found
    assert b"another/place" not in found


@pytest.mark.parametrize("compiler", [pytest.param(
    "llvm", marks=pytest.mark.xdist_group("compiler-llvm"))], indirect=True)
def test_verdicts(built):
    """Every scenario, with every strategy. (What gcc makes is the same, byte
    for byte, as what all other tests boot.)"""
    booted = boot_to(built[0], built[0] / "kmaplab.elf", "--mem", "2G",
                     "run=scenarios")
    assert booted.status == 0
    assert not verdicts.problems(booted.run, "scenarios")
