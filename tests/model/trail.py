# SPDX-License-Identifier: MIT
"""trail.py - show the shortest run of the model that leads to an error, a
sentence for each step."""
import os
import re
import textwrap

import pan
from rows import KINDS, rows

WIDTH = 79
LANE = 4  # columns that the steps of each CPU stand further to the right


def choose(words):
    """The row that is meant by STRATEGY[,LOCK[,CPUS[,DEFECT]]]."""
    fields = words.split(",")
    for row in rows():
        have = (row.strategy, row.lock, str(row.cpus), row.defect)
        if all(want in ("", is_) for want, is_ in zip(fields, have)) and \
                (row.expected or len(fields) > 1) and \
                (len(fields) > 3 or row.defect == "nothing"):
            return row
    return None


def steps(text):
    """(CPU, sentence) of each step that the model speaks of by a line
    `@CPU does something`; CPU is None in `@*: how it is`, the start."""
    for line in text.splitlines():
        said = re.match(r"\s*@(?:(\d+)|\*:) (.*)", line)
        if said and said[1]:
            yield int(said[1]), f"CPU {said[1]} {said[2]}."
        elif said:
            yield None, f"At the start, {said[2]}."


def sentences(text):
    """The lines of a run: the steps are numbered, and each CPU's begin in a
    column of its own."""
    number = 0
    for cpu, sentence in steps(text):
        number += cpu is not None
        head = " " * 5 if cpu is None else \
            f"{number:3}. " + " " * (LANE * cpu)
        yield from textwrap.wrap(sentence, WIDTH, initial_indent=head,
                                 subsequent_indent=" " * (len(head) + 2),
                                 break_on_hyphens=False)


def search(row, kind, where):
    """The words of the shortest run to an error of that kind, or None."""
    path = os.path.join(where, "kmap.pml.trail")
    if os.path.exists(path):
        os.remove(path)
    find, _ = KINDS[kind]
    if not pan.search(row, find, where, shortest=True).found:
        return None
    return pan.run(["spin", "-t", "-T", "-B", "-Dhidden=",
                    *pan.parameters(row, find), "-k", path, pan.MODEL],
                   where, ok=(0, 1))


def show_kind(row, kind, where):
    """Print a run; whether there is one, with steps."""
    text = search(row, kind, where)
    lines = list(sentences(text or ""))
    if text is None:
        print(f"{row.name()}: no run leads to {kind}\n")
    elif not lines:
        print(f"{row.name()}: Spin tells nothing of the run to {kind}:\n{text}")
    else:
        print(f"{row.name()}: how {kind} comes about\n")
        print("\n".join(lines))
        print(f"\n     That is {kind}: tests/model/README.md.\n")
    return bool(lines)


def show(out, words):
    """The exit status: 0 if there is a run to each error that is expected."""
    row = choose(words)
    if not row:
        print(f"SHOW={words}: STRATEGY[,LOCK[,CPUS[,DEFECT]]], as in the "
              "table; nothing is expected to go wrong in that one, or it is "
              "not there")
        return 1
    # Spin runs in that folder.
    where = os.path.abspath(os.path.join(out, "show"))
    shown = [show_kind(row, kind, where) for kind in row.expected or KINDS]
    return 0 if all(shown) or not row.expected else 1
