# SPDX-License-Identifier: MIT
"""output.py - the items on the terminal, and in results.json as Gradescope
has it. That is written again after each item, so a run that is cut off keeps
what was earned."""
import json
import os
import sys
import textwrap


def score_line(done):
    """Score: 7/10"""
    return (f"Score: {sum(one.earned for one in done)}/"
            f"{sum(one.item.points for one in done)}")


def explain(graded):
    """Why the points were lost."""
    judged = graded.judged
    out = [f"expected: {graded.item.expects}", f"found: {judged.found}"]
    if judged.trace:
        out += ["", judged.trace.rstrip(), ""]
    return "\n".join(out)


class Board:
    """What the student sees."""

    def __init__(self, lab, file, results):
        self.lab, self.file, self.results = lab, file, results
        self.done = []
        self.last_problem = ""
        self.warnings = ""

    def begin(self):
        """Before the first item."""
        print(f"Lab {self.lab.number}, {self.lab.title}: "
              f"{os.path.relpath(self.file)}", flush=True)
        self.write()
        self.announce("it is built")

    def warn(self, warnings):
        """The compiler has something to say. It costs no point."""
        self.warnings = f"The compiler warns:\n{warnings}"
        self.erase()
        print(textwrap.indent(self.warnings, "    "), flush=True)
        self.write()
        self.announce(self.lab.items[0].name)

    @staticmethod
    def announce(what):
        """What is going on: some items take minutes. Only people want to
        know; the next line takes its place."""
        if sys.stdout.isatty():
            print(f"{what}...", end="", flush=True)

    @staticmethod
    def erase():
        """What was announced is over."""
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)

    def item(self, graded):
        """One more item."""
        self.done.append(graded)
        self.write()
        self.erase()
        right = graded.judged.right
        print(f"{graded.item.name} ({graded.item.points}): "
              f"{'OK' if right else 'FAIL'} ({graded.seconds:.1f}s)",
              flush=True)
        # What does not build is said once.
        problem = explain(graded).partition("\n")[2]
        if not right and problem != self.last_problem:
            print(textwrap.indent(explain(graded), "    "), flush=True)
        self.last_problem = problem if not right else ""
        if len(self.done) < len(self.lab.items):
            self.announce(self.lab.items[len(self.done)].name)

    @property
    def leaders(self):
        """What goes to the leader board."""
        return [pair for one in self.done for pair in one.judged.leaders]

    def end(self):
        for what, figure in self.leaders:
            print(f"{what}: {figure}")
        print(score_line(self.done), flush=True)

    @property
    def full(self):
        return len(self.done) == len(self.lab.items) and all(
            one.judged.right for one in self.done)

    def write(self):
        """results.json; items that are not judged yet have no points."""
        judged = {one.item.name: one for one in self.done}
        tests = []
        for item in self.lab.items:
            one = judged.get(item.name)
            right = bool(one and one.judged.right)
            tests.append({
                "name": item.name, "max_score": item.points,
                "score": one.earned if one else 0,
                "status": "passed" if right else "failed",
                "output": "" if right else
                          explain(one) if one else "not judged"})
        self.results.parent.mkdir(parents=True, exist_ok=True)
        board = [{"name": what, "value": figure, "order": "asc"}
                 for what, figure in self.leaders]
        new = self.results.with_suffix(".new")
        new.write_text(json.dumps({
            "score": sum(test["score"] for test in tests),
            "tests": tests}
            | ({"output": self.warnings} if self.warnings else {})
            | ({"leaderboard": board} if board else {}),
            indent=1) + "\n", encoding="utf-8")
        new.replace(self.results)
