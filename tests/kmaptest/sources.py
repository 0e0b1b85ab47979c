# SPDX-License-Identifier: MIT
"""sources.py - the project's files, for the checks."""
import os

from kmaptest.project import ROOT

FOLDERS = ("arch", "boot", "compare", "docs", "job", "labs", "lib", "mm",
           "oracle", "record", "scenario", "smp", "tests", "tools", "workload",
           ".ci", ".github")


def all_files():
    """Their paths from the root, sorted."""
    out = [name for name in os.listdir(ROOT)
           if name != ".git" and os.path.isfile(os.path.join(ROOT, name))]
    for folder in FOLDERS:
        for at, _, names in os.walk(os.path.join(ROOT, folder)):
            if "__pycache__" not in at:
                out += [os.path.relpath(os.path.join(at, name), ROOT)
                        for name in names]
    return sorted(out)


def with_suffix(*suffixes):
    """Those whose names end so."""
    return [name for name in all_files() if name.endswith(suffixes)]


def kernel_c():
    """What the kernel is compiled from."""
    return [name for name in with_suffix(".c")
            if not name.startswith(("tests/unit/", "tests/explore/",
                                    "tests/scale/", "tests/fuzz/",
                                    "tests/coverage/", "labs/",
                                    "compare/"))]


def scripts(*interpreters):
    """The files whose first line names one of the interpreters."""
    out = []
    for name in all_files():
        with open(os.path.join(ROOT, name), "rb") as file:
            first = file.readline(80).decode(errors="replace").strip()
        if first.startswith("#!") and first.endswith(interpreters):
            out.append(name)
    return out
