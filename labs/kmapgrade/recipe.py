# SPDX-License-Identifier: MIT
"""recipe.py - how make builds kernel and explorer: labs.mk wrote it down."""
import os
import shlex
from functools import cache
from pathlib import Path

from kmapgrade.labs import ROOT

BUILD = Path(os.environ.get("BUILD", ROOT / "build"))
LAB_DIR = BUILD / "lab"


@cache
def load():
    """{name: words}."""
    out = {}
    for line in (LAB_DIR / "recipe").read_text(encoding="utf-8").splitlines():
        name, _, words = line.partition(" = ")
        if words:
            out[name] = shlex.split(words)
    return out
