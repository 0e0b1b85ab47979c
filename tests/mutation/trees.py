# SPDX-License-Identifier: MIT
"""trees.py - copies of the sources to plant defects in. What was built in a
copy stays, so that a defect has only its own file compiled again, and what
includes it.
"""
import os
import shutil
from pathlib import Path

from kmaptest import sources
from kmaptest.project import BUILD, ROOT

FOLDER = BUILD / "mutation"


def _same(path, other):
    """Whether two files have the same bytes."""
    try:
        return path.read_bytes() == other.read_bytes()
    except OSError:
        return False


def _remove_others(tree, names):
    """What is no source any more; whatever was built stays."""
    for at, folders, files in os.walk(tree):
        if Path(at) == tree and "build" in folders:
            folders.remove("build")
        for name in files:
            path = Path(at) / name
            if str(path.relative_to(tree)) not in names:
                path.unlink()


def like_the_sources(slot):
    """The copy of that number, made the same as the sources: so whatever a job
    that was killed has left in it is gone. Only files that differ are written,
    and are newer than what was built of them."""
    tree = FOLDER / f"tree-{slot}"
    tree.mkdir(parents=True, exist_ok=True)
    names = set(sources.all_files())
    _remove_others(tree, names)
    for name in names:
        if not _same(ROOT / name, tree / name):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tree / name)
            shutil.copymode(ROOT / name, tree / name)
    return tree
