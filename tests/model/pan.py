# SPDX-License-Identifier: MIT
"""pan.py - one search with Spin: generate the verifier, compile it, run it.

A search that ends without an error counts only if it was complete: Spin must
say so, and must not say that depth or memory was too small.
"""
import os
import re
import subprocess
import time
from dataclasses import dataclass

from rows import KINDS

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = os.path.join(HERE, "kmap.pml")

SLOTS = 2
DEPTH = 200000     # steps; more is an error
MEMORY_MB = 6000   # more is an error
LIMIT_S = 1200     # more is an error
ALL_KINDS = sum(find for find, _ in KINDS.values())

# Exhaustive: no -DBITSTATE, no -DHC. Spin's partial-order reduction knows
# nothing of `provided`, so it is off.
CFLAGS = ["-w", "-DSAFETY", "-DNOREDUCE", "-DCOLLAPSE",
          f"-DMEMLIM={MEMORY_MB}"]
INCOMPLETE = ("max search depth too small", "Search not completed",
              "out of memory", "memory exhausted", "aborting")


class Incomplete(Exception):
    """The search did not see everything; the text says why."""


@dataclass
class Search:
    """What one run of a verifier said."""
    found: str       # a kind, or None
    states: int
    seconds: float


def parameters(row, find):
    """For Spin's preprocessor."""
    return [f"-D{key}={value}" for key, value in {
        "STRATEGY": row.strategy.upper(), "LOCK": row.lock.upper(),
        "CPUS": row.cpus, "PREEMPT": int(row.preempt),
        "SLOTS": SLOTS, "PAGES": row.pages,
        "MAPPERS": row.mappers or row.cpus + row.preempt, "OPS": row.ops,
        "FLUSHES": int(row.flushes),
        "OUTER": int(row.outer), "HANDLERS": int(row.handlers),
        "START": row.start.upper(),
        "BREAK": row.defect.upper(), "FIND": find}.items()]


def run(command, where, ok=(0,)):
    """All that it printed; another status or a time limit is an exception."""
    try:
        done = subprocess.run(command, cwd=where, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True, check=False,
                              stderr=subprocess.STDOUT, timeout=LIMIT_S)
    except subprocess.TimeoutExpired as error:
        raise Incomplete(f"{command[0]}: {LIMIT_S} s were not enough") \
            from error
    if done.returncode not in ok:
        raise Incomplete(f"{command[0]} ended with {done.returncode}:\n"
                         f"{done.stdout[-400:]}")
    return done.stdout


def generate(row, find, where, shortest=False):
    """The verifier. Breadth first finds the shortest error, and cannot have
    variables outside a state."""
    os.makedirs(where, exist_ok=True)
    run(["spin", "-a", *(["-Dhidden="] if shortest else []),
         *parameters(row, find), MODEL], where)
    if not os.path.exists(os.path.join(where, "pan.c")):
        raise Incomplete("spin wrote no verifier")
    # Most searches take less time than gcc's optimiser.
    level = "-O0" if row.quick else "-O2"
    run(["gcc", level, *CFLAGS, *(["-DBFS"] if shortest else []),
         "-o", "pan", "pan.c"], where)


def verdict(text):
    """Judge what a verifier printed."""
    found = re.findall(r"assertion violated\s+!\(+(\w+)\)+", text)
    errors = re.findall(r"errors: (\d+)", text)
    states = re.findall(r"(\d+) states, stored", text)
    if len(errors) != 1 or len(states) != 1:
        raise Incomplete(f"no result:\n{text[-400:]}")
    names = {name: kind for kind, (_, name) in KINDS.items()}
    if found and errors[0] == "1" and found[0] in names:
        return names[found[0]], int(states[0])
    if found or errors[0] != "0" or "Full statespace search" not in text:
        raise Incomplete(f"neither safe nor a known error:\n{text[-400:]}")
    for words in INCOMPLETE:
        if words in text:
            raise Incomplete(f"incomplete: {words}")
    return None, int(states[0])


def search(row, find, where, shortest=False):
    """Run a search, from start to end."""
    generate(row, find, where, shortest)
    start = time.monotonic()
    # A small table is cheaper to clear than it is to search.
    table = ["-w18"] if row.quick else []
    text = run(["./pan", "-E", f"-m{DEPTH}", *table], where)
    found, states = verdict(text)
    return Search(found, states, time.monotonic() - start)


def check(row, where):
    """(kinds found, states, seconds) of a row. Where nothing is expected, one
    search looks for all kinds; else each has its own, since a search ends with
    the first error. Of a planted defect, only what it is to lead to."""
    finds = [find for find, _ in KINDS.values()]
    if not row.expected:
        finds = [ALL_KINDS]
    elif row.defect != "nothing":
        finds = [KINDS[kind][0] for kind in row.expected]
    done = [search(row, find, where) for find in finds]
    return (tuple(one.found for one in done if one.found),
            sum(one.states for one in done),
            sum(one.seconds for one in done))
