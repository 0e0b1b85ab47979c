# SPDX-License-Identifier: MIT
"""equivalent.py - the reviewed list of changes that change nothing that could
be wrong (equivalent.txt).
"""
import os

import defects

LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                    "equivalent.txt")
KEYS = ("in", "function", "old", "new", "because")


def load(path=LIST):
    """{(file, function, old, new): why it is none}"""
    out = {}
    fields = {}
    with open(path, encoding="utf-8") as file:
        for line in map(str.strip, file):
            if not line or line.startswith("#"):
                continue
            key, colon, value = line.partition(":")
            if key != KEYS[len(fields)] or not colon or not value.strip():
                raise defects.ListError(f"equivalent.txt: '{line}'")
            fields[key] = value.strip()
            if len(fields) == len(KEYS):
                what = tuple(fields[k] for k in KEYS[:-1])
                if what in out:
                    raise defects.ListError(f"twice: {' '.join(what)}")
                out[what] = fields["because"]
                fields = {}
    if fields:
        raise defects.ListError(f"equivalent.txt ends early: {fields}")
    return out


def why(known, defect):
    """Why that defect is none; None if nobody says so."""
    return known.get((defect.file, defect.function, defect.old, defect.new))
