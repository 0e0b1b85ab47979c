#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""compilers.py NAME - the kernel that each compiler makes is free of warnings,
is the same bytes wherever it is made, boots, and comes to the same verdicts."""
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import ROOT, RUN, Tap, call, out_dir
from kmapreport import records
from copy_tree import copy_to, make  # pylint: disable=wrong-import-order
import verdicts

COMPILERS = {"gcc": [], "llvm": ["LLVM=1"], "gcc-m32": ["CROSS=m32"]}


def build(tap, name, out):
    """Build into `out` with warnings as errors."""
    shutil.rmtree(os.path.join(out, "kernel"), ignore_errors=True)
    done = make(ROOT, f"BUILD={out}", "CI=1", *COMPILERS[name], "build",
                "iso")
    tap.ok(done.returncode == 0 and "warning" not in done.stdout,
           f"{name}: builds with CI=1, without a warning", done.stdout)
    grub = call(["grub-file", "--is-x86-multiboot",
                 os.path.join(out, "kmaplab.elf")])
    tap.equal(grub.returncode, 0, f"{name}: GRUB takes it for a kernel")


def made(folder):
    """(kernel, image) as bytes."""
    out = []
    for name in ("kmaplab.elf", "kmaplab.iso"):
        with open(os.path.join(folder, name), "rb") as file:
            out.append(file.read())
    return out


def build_elsewhere(tap, name, out):
    """The same sources give the same bytes, wherever they are and their
    build folder is."""
    with tempfile.TemporaryDirectory(prefix="kmaplab-same-") as place:
        tree = copy_to(os.path.join(place, "another/place"))
        folder = os.path.join(place, "elsewhere")
        done = make(tree, f"BUILD={folder}", *COMPILERS[name], "build", "iso")
        if tap.ok(done.returncode == 0, f"{name}: builds elsewhere",
                  done.stdout):
            here, there = made(out), made(folder)
            tap.ok(here[0] == there[0], f"{name}: the same kernel")
            tap.ok(here[1] == there[1], f"{name}: the same image")


def boot(tap, name, out):
    """Every scenario, with every strategy."""
    done = call([*RUN, "--kernel", os.path.join(out, "kmaplab.elf"),
                 "--out", out, "--quiet", "--mem", "2G", "run=scenarios"])
    tap.ok(done.returncode == 0, f"{name}: boots", done.stdout)
    wrong = verdicts.problems(
        records.load(os.path.join(out, "results.jsonl")), "scenarios")
    tap.ok(not wrong, f"{name}: every verdict is as expected",
           "\n".join(wrong))


def main():
    tap = Tap()
    for name in sys.argv[1:] or ("gcc", "llvm"):
        out = out_dir("compilers", name)
        build(tap, name, out)
        build_elsewhere(tap, name, out)
        boot(tap, name, out)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
