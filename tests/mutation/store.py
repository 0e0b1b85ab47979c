# SPDX-License-Identifier: MIT
"""store.py - what mutation.py and its jobs tell each other, in files that are
sent to other machines along with the sources.
"""
import json
from dataclasses import asdict

from kmaptest.project import BUILD
import defects

FOLDER = BUILD / "mutation"
PLANNED = FOLDER / "planned.jsonl"  # the defects that are to be tried
CLEAN = FOLDER / "clean.json"       # {check: seconds without any defect}


def plan(chosen):
    """Write down what the names of the defects mean."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    PLANNED.write_text("".join(json.dumps(asdict(d)) + "\n" for d in chosen),
                       encoding="utf-8")


def planned():
    """{name: defect}"""
    with open(PLANNED, encoding="utf-8") as file:
        found = [defects.Defect(**json.loads(line)) for line in file]
    return {defect.name: defect for defect in found}


def write_clean(seconds):
    CLEAN.write_text(json.dumps(seconds), encoding="utf-8")


def read_clean():
    """Empty before it is known."""
    try:
        return json.loads(CLEAN.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
