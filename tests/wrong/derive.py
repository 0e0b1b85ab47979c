#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""derive.py OUT - write OUT/NAME.c, a strategy that is wrong in one way, for
each stanza of strategies.txt.

It is the source of a strategy in mm/strategy/ with some lines changed, there or
in a header that it includes. So it is wrong in that way only, and stays so if
the strategy changes.
"""
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIST = HERE / "strategies.txt"
SOURCES = HERE.parents[1] / "mm/strategy"
FIRST_ORDER = 1000  # in lists, behind the product's


class ListError(ValueError):
    """The list does not fit its format or the sources."""


@dataclass
class Change:
    """One line, and what is there instead."""
    old: str
    new: str = ""
    after: str = ""


@dataclass
class Wrong:
    """One stanza."""
    name: str
    of: str = ""
    why: str = ""
    part: str = ""
    headers: list = field(default_factory=list)
    changes: list = field(default_factory=list)


def take(wrong, after, key, value):
    """One line of a stanza; returns the `after` that waits for its `old`."""
    if key == "after":
        return value
    if key == "old":
        wrong.changes.append(Change(value, after=after))
    elif key == "new":
        wrong.changes[-1].new = value
    elif key == "with":
        wrong.headers.append(value)
    elif key in ("of", "why", "part"):
        setattr(wrong, key, value)
    else:
        raise ListError(f"{wrong.name}: '{key}'")
    return ""


def load(text=None):
    """The list, in its order."""
    out = []
    after = ""
    for line in (text or LIST.read_text(encoding="utf-8")).splitlines():
        if line.startswith("["):
            out.append(Wrong(line.strip("[]")))
        elif line and not line.startswith("#"):
            key, _, value = line.partition(":")
            after = take(out[-1], after, key, value.strip())
    for wrong in out:
        if not (wrong.of and wrong.why and wrong.changes
                and all(change.new for change in wrong.changes)):
            raise ListError(f"{wrong.name}: something is missing")
    return out


def place(wrong, change, lines):
    """Number of the one line that is meant."""
    bare = [line.strip() for line in lines]
    start = bare.index(change.after) if change.after else 0
    found = [at for at in range(start, len(bare)) if bare[at] == change.old]
    if not found or (len(found) > 1 and not change.after):
        raise ListError(f"{wrong.name}: '{change.old}' is {len(found)} times "
                        f"in {wrong.of}.c")
    return found[0]


def renamed(text, wrong, order):
    """The same under a name of its own."""
    text, names = re.subn(r'^\t\.name = ".*",$',
                          f'\t.name = "{wrong.name}",', text, flags=re.M)
    text, orders = re.subn(r"^\t\.order = \d+,$", f"\t.order = {order},",
                           text, flags=re.M)
    if (names, orders) != (1, 1):
        raise ListError(f"{wrong.name}: {wrong.of}.c has no name or order")
    return text


def head(source, wrong):
    """What comes first: headers, and other names for what is not static."""
    prefix = wrong.name.replace("-", "_")
    return "".join(
        [f'#include "{name}"\n' for name in wrong.headers] +
        [f"#define {name} {prefix}_{name}\n" for name in re.findall(
            r"^(?!static)(?:\w+ )+\*?(\w+)\(", source, re.M)])


def original(wrong):
    """The source of the strategy, with the header in it that is its `part`."""
    source = (SOURCES / f"{wrong.of}.c").read_text(encoding="utf-8")
    if not wrong.part:
        return source
    line = f'#include "mm/strategy/{wrong.part}"\n'
    if line not in source:
        raise ListError(f"{wrong.name}: {wrong.of}.c has no {wrong.part}")
    return source.replace(
        line, (SOURCES / wrong.part).read_text(encoding="utf-8"))


def derived(wrong, order):
    """Its source."""
    source = original(wrong)
    lines = source.splitlines()
    places = [place(wrong, change, lines) for change in wrong.changes]
    for at, change in zip(places, wrong.changes):
        indent = lines[at][:len(lines[at]) - len(lines[at].lstrip())]
        lines[at] = indent + change.new
    return (f"/* Made by tests/wrong/derive.py of mm/strategy/{wrong.of}.c: "
            f"{wrong.why}. */\n" + head(source, wrong) +
            renamed("\n".join(lines) + "\n", wrong, order))


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for number, wrong in enumerate(load()):
        (out / f"{wrong.name}.c").write_text(
            derived(wrong, FIRST_ORDER + number), encoding="utf-8")


if __name__ == "__main__":
    main()
