# SPDX-License-Identifier: MIT
"""trail.py - show the shortest run of the model that leads to an error, a
column per CPU."""
import os
import re

import pan
from rows import KINDS, rows

WIDTH = 36


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


def wrap(text, width):
    """In lines of that width, at spaces."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(" " + word)
        else:
            lines[-1] += (" " if lines[-1] else "") + word
    return lines


def columns(text, cpus):
    """The model's own words, `@CPU ...`, side by side; `*`: of all."""
    out = ["".join(f"CPU {cpu}".ljust(WIDTH) for cpu in range(cpus)).rstrip(),
           "".join(("-" * (WIDTH - 2)).ljust(WIDTH)
                   for cpu in range(cpus)).rstrip()]
    for line in text.splitlines():
        said = re.match(r"\s*@(\d+|\*):? (.*)", line)
        if said and said[1] == "*":
            out.append(f"({said[2]})")
        elif said:
            indent = " " * (WIDTH * int(said[1]))
            out += [indent + part for part in wrap(said[2], WIDTH - 2)]
    return out


def show_kind(out, row, kind):
    """Print one; whether there was one."""
    find, name = KINDS[kind]
    where = os.path.join(out, "show")
    trail = os.path.join(where, "kmap.pml.trail")
    if os.path.exists(trail):
        os.remove(trail)
    done = pan.search(row, find, where, shortest=True)
    print(f"\n{row.name()}: {kind}" +
          ("" if done.found else ": there is none"))
    if not done.found:
        return False
    text = pan.run(["spin", "-t", "-T", "-B", "-Dhidden=",
                    *pan.parameters(row, find), "-k", trail, pan.MODEL],
                   where, ok=(0, 1))
    print("\n".join(columns(text, row.cpus)))
    print(f"=> {kind} (assertion !{name})")
    return True


def show(out, words):
    """The exit status."""
    row = choose(words)
    if not row:
        print(f"SHOW={words}: STRATEGY[,LOCK[,CPUS[,DEFECT]]], as in the "
              "table; nothing is expected to go wrong in that one, or it is "
              "not there")
        return 1
    for kind in row.expected or KINDS:
        show_kind(out, row, kind)
    return 0
