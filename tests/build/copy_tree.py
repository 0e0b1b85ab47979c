# SPDX-License-Identifier: MIT
"""copy_tree.py - the sources somewhere else, to be built there."""
import os
import shutil

import sources
from taptest import ROOT, call

MAKE = ["make", "--no-print-directory", "SETUP=no"]


def copy_to(path):
    """A fresh copy of all that a build needs; returns its path."""
    shutil.rmtree(path, ignore_errors=True)
    for name in sources.all_files():
        os.makedirs(os.path.dirname(os.path.join(path, name)), exist_ok=True)
        shutil.copy2(os.path.join(ROOT, name), os.path.join(path, name))
    return path


def make(path, *words, jobs=2):
    """make there."""
    return call([*MAKE, f"-j{jobs}", *words], cwd=path,
                env={k: v for k, v in os.environ.items()
                     if k not in ("BUILD", "MAKEFLAGS", "MAKELEVEL", "V", "CI")})
