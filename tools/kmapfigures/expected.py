# SPDX-License-Identifier: MIT
"""expected.py - the table of expected verdicts, as scenario/expected.c has it."""
from kmapfigures import sources

WORDS = {"safe": "safe", "stale": "STALE", "double-map": "DOUBLE",
         "deadlock": "DEADLOCK", "irq-state": "IRQ STATE",
         "window-exhausted": "EXHAUSTED", "n/a": "n/a"}
AT_ONCE = 8  # strategies side by side
WIDTH = 10


def line(head, cells):
    return (head + " ".join(cell.ljust(WIDTH) for cell in cells)).rstrip()


def block(verdicts, strategies):
    """One table: a column for each strategy, two lines for each scenario."""
    first = max(map(len, sources.scenarios())) + 1
    out = [line(" " * (first + 5), strategies)]
    for scenario in sources.scenarios():
        for lock in sources.LOCKS:
            name = scenario if lock == "spin" else ""
            out.append(line(
                name.ljust(first) + lock.ljust(5),
                [WORDS[verdicts[scenario, s, lock]] for s in strategies]))
    return out


def table():
    """All of it, in blocks of as many strategies as fit on a line."""
    names = sources.names()
    verdicts = sources.expected()
    out = []
    for at in range(0, len(names), AT_ONCE):
        out += ["```", *block(verdicts, names[at:at + AT_ONCE]), "```"]
    return out


def scenarios():
    """Each scenario and its question."""
    questions = sources.questions()
    return ["| scenario | what it asks |", "|---|---|"] + [
        f"| `{name}` | {questions[name]} |" for name in sources.scenarios()]
