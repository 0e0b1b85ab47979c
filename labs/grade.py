#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""grade.py N - grade a lab: `make lab N=2` calls it. README.md says what it
does; the exit status is 0 only at full score."""
import argparse
import sys
from pathlib import Path

from kmapgrade import grading, labs, output, recipe


def parse():
    """The arguments."""
    parser = argparse.ArgumentParser(prog="make lab", description=__doc__)
    parser.add_argument("lab", nargs="?", metavar="N", help="the lab's number")
    parser.add_argument("--file", type=Path, metavar="PATH",
                        help="grade this file, not the one in the lab")
    parser.add_argument("--results", type=Path, metavar="PATH",
                        help="where to write results.json")
    parser.add_argument("--out", type=Path, metavar="FOLDER",
                        help="where to build; without it, where the results "
                        "are")
    parser.add_argument("--solutions", action="store_true",
                        help="grade the solutions of all labs, a line each")
    return parser.parse_args()


def grade_one(lab, file, results, out):
    """Print each item as it is judged; returns whether all is right."""
    board = output.Board(lab, file, results)
    board.begin()
    for graded in grading.grade(lab, file, out / lab.folder.name, board.warn):
        board.item(graded)
    board.end()
    return board.full


def grade_solutions():
    """Each lab's solution: one line."""
    good = True
    for lab in labs.all_labs():
        done = list(grading.grade(lab, lab.solution,
                                  recipe.LAB_DIR / "solutions"))
        print(f"{lab.folder.name}: {output.score_line(done)}", flush=True)
        good = good and all(one.earned == one.item.points for one in done)
    return good


def main():
    args = parse()
    try:
        if args.solutions:
            return 0 if grade_solutions() else 1
        lab = labs.find(args.lab)
        results = args.results or recipe.LAB_DIR / "results.json"
        return 0 if grade_one(lab, args.file or lab.file, results,
                              args.out or results.parent) else 1
    except labs.NoSuchLab as error:
        print(f"make lab: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
