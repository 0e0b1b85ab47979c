# SPDX-License-Identifier: MIT
"""source.py - a function's tokens and statements, as clang reads them.

Places are byte offsets in the file. Only what stands in the file counts: what a
macro expands to cannot be changed there.
"""
import os
from dataclasses import dataclass

import clang.cindex as clang

FLAGS = ["-std=gnu11", "-ffreestanding", "-target", "i686-linux-gnu",
         "-march=i586"]
OPEN, CLOSE = "([{", ")]}"
SIMPLE_NOT = {clang.CursorKind.DECL_STMT, clang.CursorKind.RETURN_STMT}


class NotRead(Exception):
    """clang does not take it for C."""


@dataclass
class Token:
    """A word of the source."""
    text: str
    start: int
    end: int


class Function:
    """A function's definition."""

    def __init__(self, cursor, data):
        self.name = cursor.spelling
        self.is_bool = cursor.result_type.spelling in ("bool", "_Bool")
        self.data = data
        self.tokens = [
            Token(t.spelling, t.extent.start.offset, t.extent.end.offset)
            for t in cursor.get_tokens()
            if t.kind.name != "COMMENT"]
        self.at = {t.start: i for i, t in enumerate(self.tokens)}
        self.blocks = list(self._blocks(cursor))

    def text(self, start, end):
        """What stands there, in the file."""
        return self.data[start:end].decode("ascii")

    def closing(self, i):
        """Index of the token that closes what token i opens."""
        depth = 0
        for j in range(i, len(self.tokens)):
            depth += self.tokens[j].text in OPEN
            depth -= self.tokens[j].text in CLOSE
            if depth == 0:
                return j
        return len(self.tokens) - 1

    def _simple(self, cursor):
        """(start, end) of a statement that ends with a semicolon and declares
        nothing; None for others."""
        i = self.at.get(cursor.extent.start.offset)
        if i is None or cursor.kind in SIMPLE_NOT or self.tokens[i].text in (
                "if", "for", "while", "do", "switch", "{", "case", "default",
                "break", "continue", "goto", ";"):
            return None
        start = self.tokens[i].start
        while i < len(self.tokens) and self.tokens[i].text != ";":
            if self.tokens[i].text == "{" or self.tokens[i].text in CLOSE:
                return None
            i = self.closing(i) + 1 if self.tokens[i].text == "(" else i + 1
        return (start, self.tokens[i].end) if i < len(self.tokens) else None

    def _blocks(self, cursor):
        """The statements of each block, and of what controls a single one;
        None for one that is not simple."""
        for child in cursor.get_children():
            if child.kind == clang.CursorKind.COMPOUND_STMT:
                yield [self._simple(one) for one in child.get_children()]
            elif cursor.kind in (clang.CursorKind.IF_STMT,
                                 clang.CursorKind.FOR_STMT,
                                 clang.CursorKind.WHILE_STMT) and \
                    child.kind == clang.CursorKind.CALL_EXPR:
                only = self._simple(child)
                if only:
                    yield [only]
            yield from self._blocks(child)


def _definitions(unit):
    """(file, cursor) of the functions that are defined, there or in what is
    included."""
    for cursor in unit.cursor.get_children():
        if cursor.kind == clang.CursorKind.FUNCTION_DECL and \
                cursor.is_definition() and cursor.location.file:
            yield os.path.normpath(cursor.location.file.name), cursor


def _parsed(index, root, name):
    """What clang makes of a source."""
    unit = index.parse(os.path.join(root, name), args=[
        *FLAGS, f"-I{root}", f"-I{root}/arch/x86"])
    for problem in unit.diagnostics:
        if problem.severity >= clang.Diagnostic.Error:
            raise NotRead(str(problem))
    return unit


def functions(root, names):
    """{(file, place): Function} of these files; of a header, the functions that
    the sources among them include."""
    root = os.path.abspath(root)
    wanted = {os.path.join(root, name): name for name in names}
    found = {}
    index = clang.Index.create()
    for name in (n for n in names if n.endswith(".c")):
        for path, cursor in _definitions(_parsed(index, root, name)):
            place = (wanted.get(path), cursor.extent.start.offset)
            if path in wanted and place not in found:
                with open(path, "rb") as file:
                    found[place] = Function(cursor, file.read())
    return found
