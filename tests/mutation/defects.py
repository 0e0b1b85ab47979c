# SPDX-License-Identifier: MIT
"""defects.py - the list of planted defects (defects.txt), and planting one.
"""
import os
from dataclasses import dataclass

LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                    "defects.txt")


@dataclass
class Defect:
    """One line of one file, and what is there instead."""
    name: str
    file: str
    old: str
    new: str
    check: str
    why: str
    after: str = ""
    rule: str = "listed"  # or the one that it was made by
    function: str = ""    # of a made one: where it is
    lines: list = ()      # of a made one: [number, line, what is there instead]


def in_a_line(lines):
    """Several lines as one, for a list and for people."""
    return " | ".join(" ".join(line.split()) for line in lines
                      if line.strip())


class ListError(ValueError):
    """The list does not fit its format or the sources."""


KEYS = {"in": "file", "after": "after", "old": "old", "new": "new",
        "check": "check", "why": "why"}


def _stanza(lines):
    """One defect from its lines, the first of which is [name]."""
    fields = {}
    for line in lines[1:]:
        key, _, value = line.partition(":")
        if key not in KEYS or KEYS[key] in fields or not value.strip():
            raise ListError(f"{lines[0]}: '{line}'")
        fields[KEYS[key]] = value.strip()
    missing = set(KEYS.values()) - {"after"} - set(fields)
    if missing:
        raise ListError(f"{lines[0]} has no {', '.join(sorted(missing))}")
    return Defect(name=lines[0].strip("[]"), **fields)


def load(path=LIST):
    """The defects, in the list's order."""
    stanzas = []
    with open(path, encoding="utf-8") as file:
        for line in map(str.strip, file):
            if line.startswith("["):
                stanzas.append([line])
            elif line and not line.startswith("#"):
                if not stanzas:
                    raise ListError(f"'{line}' comes before any [name]")
                stanzas[-1].append(line)
    return [_stanza(lines) for lines in stanzas]


def _place(defect, lines):
    """Number of the one line that is meant."""
    bare = [line.strip() for line in lines]
    start = 0
    if defect.after:
        if bare.count(defect.after) != 1:
            raise ListError(f"{defect.name}: '{defect.after}' is "
                            f"{bare.count(defect.after)} times in "
                            f"{defect.file}")
        start = bare.index(defect.after)
        return bare.index(defect.old, start) \
            if defect.old in bare[start:] else _gone(defect, 0)
    if bare.count(defect.old) != 1:
        _gone(defect, bare.count(defect.old))
    return bare.index(defect.old)


def _gone(defect, times):
    raise ListError(f"{defect.name}: '{defect.old}' is {times} times in "
                    f"{defect.file}")


def _with_lines(defect, lines):
    """A made one changes lines of the file that it was made from."""
    for number, old, new in defect.lines:
        if lines[number - 1] != old:
            _gone(defect, 0)
        lines[number - 1] = new
    return "\n".join(lines) + "\n"


def planted(defect, text):
    """The file's text with the defect in it. Nothing else moves: the line
    numbers stay."""
    lines = text.splitlines()
    if defect.lines:
        return _with_lines(defect, lines)
    at = _place(defect, lines)
    indent = lines[at][:len(lines[at]) - len(lines[at].lstrip())]
    lines[at] = indent + defect.new
    return "\n".join(lines) + "\n"
