# SPDX-License-Identifier: MIT
"""markdown.py - tables as the documents have them, and blocks of columns."""

AT_ONCE = 8  # columns side by side


def table(heads, rows):
    """Heads that begin with a `>` are of numbers, to the right."""
    line = "|" + "|".join("--:" if h.startswith(">") else "---"
                          for h in heads) + "|"
    return ["| " + " | ".join(h.removeprefix(">") for h in heads) + " |",
            line] + ["| " + " | ".join(map(str, row)) + " |" for row in rows]


def fenced(lines):
    """As it is, in a fixed font."""
    return ["```", *lines, "```"]


def matrix(columns, rows):
    """[((head, second head), [a cell for each column])] as text, in blocks of
    as many columns as fit side by side. A head is not said twice."""
    rows = list(rows)
    firsts = [max((len(heads[i]) for heads, _ in rows), default=0)
              for i in (0, 1)]
    width = max(map(len, [*columns, *(c for _, its in rows for c in its)]))
    out = []
    for at in range(0, len(columns), AT_ONCE):
        part = slice(at, at + AT_ONCE)
        out += fenced(block(columns[part], [(heads, cells[part])
                                            for heads, cells in rows],
                            firsts, width))
    return out


def block(columns, rows, firsts, width):
    """One of them."""
    def line(heads, cells):
        return " ".join([*(h.ljust(w) for h, w in zip(heads, firsts)),
                         *(c.ljust(width) for c in cells)]).rstrip()

    out = [line(("", ""), columns)]
    before = None
    for (head, second), cells in rows:
        out.append(line(("" if head == before else head, second), cells))
        before = head
    return out
