# SPDX-License-Identifier: MIT
"""copytree.py - the sources somewhere else, to be built there."""
import shutil
from pathlib import Path

from kmaptest import sources
from kmaptest.project import ROOT


def copy_to(path):
    """A fresh copy of all that a build needs; returns its path."""
    path = Path(path)
    shutil.rmtree(path, ignore_errors=True)
    for name in sources.all_files():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, path / name)
    return path
