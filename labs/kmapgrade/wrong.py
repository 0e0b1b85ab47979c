# SPDX-License-Identifier: MIT
"""wrong.py - the wrong solutions of a lab, which try the grader. Each is kept
as a diff of the solution: that is what is wrong with it."""
import os
import re
import subprocess
import tempfile

from kmapgrade import recipe
from kmapgrade.labs import SOLUTIONS

FOLDER = recipe.LAB_DIR / "wrong"


def patched(solution, diff):
    """The solution with the diff applied: its text."""
    return subprocess.run(
        ["patch", "--silent", "--fuzz=0", "--output=-", solution, diff],
        check=True, stdout=subprocess.PIPE).stdout


def write(path, text):
    """At once: tests that run at the same time write the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(text)
    os.replace(file.name, path)


def solutions(lab):
    """Their files, made of the diffs."""
    out = []
    for diff in sorted((SOLUTIONS / "wrong").glob(f"{lab.folder.name}-*.diff")):
        out.append(FOLDER / f"{diff.stem}.c")
        write(out[-1], patched(lab.solution, diff))
    return out


def losses(file):
    """The items that a wrong solution says it loses."""
    found = re.search(r"^ \* Loses: (.*)$", file.read_text(encoding="utf-8"),
                      re.M)
    return set(found[1].split()) if found else set()
