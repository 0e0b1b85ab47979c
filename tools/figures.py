#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""figures.py - fill the marked regions of the documents from recorded runs, and
draw the pictures in docs/timelines/.

    figures.py                  write the regions
    figures.py --check          say which are out of date; 1 if any is
    figures.py --take NAME FILE make docs/records/NAME.jsonl of a run's records

A region is all between two lines; the first says what belongs there:

    <!-- figures: WORD ARGUMENT... -->
    <!-- /figures -->
"""
import argparse
import difflib
import os
import sys

from kmapfigures import pictures, regions, take
from kmapfigures.store import ROOT

DOCUMENTS = ("README.md", "docs/strategies.md", "docs/proof.md",
             "docs/scale.md", "docs/results.md", "docs/compare.md")


def read(name):
    if not os.path.exists(os.path.join(ROOT, name)):
        return ""
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def updated():
    """{name: (text as it is, text as it should be)} of every document and
    picture."""
    texts = {name: read(name) for name in DOCUMENTS}
    return {**{name: (text, regions.fill(text))
               for name, text in texts.items()},
            **{name: (read(name), text)
               for name, text in pictures.pictures().items()}}


def differences():
    """What is out of date, as a diff; no lines if nothing is."""
    out = []
    for name, (old, new) in updated().items():
        out += difflib.unified_diff(
            old.splitlines(), new.splitlines(), name,
            f"{name}, from the records", lineterm="")
    return out + [f"{name}: nothing is drawn there any more"
                  for name in pictures.left_over()]


def check():
    out = differences()
    print("\n".join(out or ["every figure is as its record says"]))
    if out:
        print("out of date: `make figures` writes them", file=sys.stderr)
    return 1 if out else 0


def write():
    """Write what is out of date, and say what was."""
    os.makedirs(os.path.join(ROOT, pictures.FOLDER), exist_ok=True)
    for name in pictures.left_over():
        os.unlink(os.path.join(ROOT, name))
    for name, (old, new) in updated().items():
        if new != old:
            with open(os.path.join(ROOT, name), "w",
                      encoding="utf-8") as file:
                file.write(new)
        print(f"{name}: {'written' if new != old else 'up to date'}")
    return 0


def main():
    parser = argparse.ArgumentParser(
        description="Fill the documents' figures from docs/records/.")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true",
                       help="change nothing; fail if one is out of date")
    group.add_argument("--take", nargs=2, metavar=("NAME", "FILE"),
                       help="keep a run's records as docs/records/NAME.jsonl")
    args = parser.parse_args()
    if args.take:
        return take.take(*args.take)
    return check() if args.check else write()


if __name__ == "__main__":
    sys.exit(main())
