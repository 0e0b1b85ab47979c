#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""incremental.py - what is built again, and what is not, when something
changes."""
import os
import re
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import Tap
from copy_tree import copy_to, make  # pylint: disable=wrong-import-order


def times(tree):
    """When each file under build/ was made."""
    out = {}
    for at, _, names in os.walk(os.path.join(tree, "build")):
        for name in names:
            path = os.path.join(at, name)
            out[os.path.relpath(path, tree)] = os.stat(path).st_mtime_ns
    return out


def touch(tree, name):
    """A change without a change."""
    time.sleep(0.02)
    os.utime(os.path.join(tree, name))


def rebuilt(tree, *words):
    """The objects that make makes again."""
    before = times(tree)
    make(tree, *words)
    after = times(tree)
    return {name for name in after if after[name] != before.get(name)}


def users_of(tree, header):
    """The objects whose sources include the header, by the compiler's own
    account."""
    out = set()
    for name in times(tree):
        if name.startswith("build/kernel/") and name.endswith(".d"):
            with open(os.path.join(tree, name), encoding="utf-8") as file:
                if header in re.split(r"[\s\\:]+", file.read()):
                    out.add(name[:-2] + ".o")
    return out


def objects(names):
    """The compiled ones among them; both link passes' tables are not."""
    return {name for name in names
            if name.endswith(".o") and "/ksyms" not in name}


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="kmaplab-incr-") as place:
        tree = copy_to(os.path.join(place, "tree"))
        done = make(tree)
        tap.ok(done.returncode == 0, "builds", done.stdout)
        kernel = "build/kmaplab.elf"
        tap.equal(rebuilt(tree), set(), "again: nothing is made")
        for header in ("lib/div64.h", "mm/strategy.h"):
            users = users_of(tree, header)
            everything = objects(times(tree))
            tap.ok(0 < len(users) < len(everything),
                   f"{header}: some include it, not all")
            touch(tree, header)
            made = rebuilt(tree)
            tap.equal(objects(made), users, f"{header}: those are made again")
            tap.ok(kernel in made, f"{header}: and the kernel")
        touch(tree, "mm/strategy/held.c")
        tap.equal(objects(rebuilt(tree)), {"build/kernel/mm/strategy/held.o"},
                  "a source: only its object is made again")
        touch(tree, "arch/x86/layout_impl.h")
        tap.ok("build/kernel/linker.lds" in rebuilt(tree),
               "what the linker script includes: it is made again")
        tap.equal(objects(rebuilt(tree, "WERROR=-Werror")),
                  objects(times(tree)), "other flags: all is made again")
        tap.equal(rebuilt(tree, "WERROR=-Werror"), set(),
                  "the same flags: nothing is")
        os.remove(os.path.join(tree, "mm/strategy/polled.c"))
        tap.ok(kernel in rebuilt(tree, "WERROR=-Werror"),
               "a source less: the kernel is linked again")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
