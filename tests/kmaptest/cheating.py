# SPDX-License-Identifier: MIT
"""cheating.py - the skeleton of lab 2, with something in it that should earn no
points, as the grader sees it. The skeleton has one point."""
import json

from kmapgrade import labs
from kmaptest.project import tool

LAB = labs.find("2")
SKELETON = LAB.file.read_text(encoding="utf-8")
SERVE = "/* Who has asked?"       # in the handler
REQUEST = "/* Ask all other CPUs"  # in the flush
END = None                        # behind all


def graded(out, text):
    """(results, what was said) of such a file."""
    file = out / "cheat.c"
    file.write_text(text, encoding="utf-8")
    done = tool("labs/grade.py", LAB.number, "--file", file, "--results",
                out / "results.json")
    assert done.returncode == 1
    return (json.loads((out / "results.json").read_text(encoding="utf-8")),
            done.stdout)


def with_cheat(where, what, head=""):
    """The skeleton with something in it."""
    start = SKELETON.index("#include")
    text = SKELETON[:start] + head + SKELETON[start:]
    if where is None:
        return text + what
    assert text.count(where) == 1
    return text.replace(where, what + where)
