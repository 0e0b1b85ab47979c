#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""thresholds.py - measure what lab 6 compares with: make lab-limits."""
from kmapgrade import build, commands, labs, recipe


def main():
    lab = labs.find("6")
    out = recipe.LAB_DIR / "thresholds"
    compiler = commands.run([recipe.load()["kcc"][0], "--version"],
                            recipe.LAB_DIR / "compiler.log").said
    for item in lab.items:
        if hasattr(item.judge, "keep"):
            item.judge.keep(build.build(lab, lab.solution, out),
                            compiler.splitlines()[0])
            return


if __name__ == "__main__":
    main()
