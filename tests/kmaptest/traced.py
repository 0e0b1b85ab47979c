# SPDX-License-Identifier: MIT
"""traced.py - which instructions the kernel executes, and whether they are
those of the disassembly.

QEMU writes down the address of every instruction in some ranges as it executes
it, one instruction to a translation block. objdump says where instructions
begin, and where each may go. The two know nothing of each other.
"""
import bisect
import re
import shlex
from collections import Counter, defaultdict
from dataclasses import dataclass

from kmaptest.project import run

FUNCTION = re.compile(r"^([0-9a-f]+) <(.+)>:$")
LINE = re.compile(r"^\s*([0-9a-f]+):\t(.*?)\s*$")
TARGET = re.compile(r"(?:call|jmp|j[a-z]+)\s+([0-9a-f]+) <")
EXECUTED = re.compile(
    r"^(Trace|Stopped)[^[]*\[[0-9a-f]+/([0-9a-f]+)/", re.M)


@dataclass
class Instruction:
    """One of the disassembly."""
    text: str
    function: str
    next: int = 0  # address of the one behind it

    def target(self):
        """Where it says that it goes, if it does."""
        found = TARGET.search(self.text)
        return int(found.group(1), 16) if found else None

    def is_(self, *names):
        """Is it one of these?"""
        return self.text.split()[0] in names

    def falls_through(self):
        """Can it go on behind it?"""
        return not self.is_("jmp", "ret", "call", "iret")


class Code:
    """The disassembly of a kernel."""

    def __init__(self, kernel):
        self.at = {}     # address: Instruction
        self.start = {}  # function: address
        function = None
        last = None
        for line in run(["objdump", "-d", "--no-show-raw-insn",
                         kernel]).stdout.splitlines():
            if found := FUNCTION.match(line):
                function = found.group(2)
                self.start[function] = int(found.group(1), 16)
            elif found := LINE.match(line):
                address = int(found.group(1), 16)
                if last:
                    last.next = address
                last = self.at[address] = Instruction(found.group(2), function)
        self.starts = sorted(self.start.values())
        self.callees = defaultdict(set)
        for one in self.at.values():
            target = self.at.get(one.target())
            if target and target.function != one.function:
                self.callees[one.function].add(target.function)

    def reachable(self, *functions):
        """They, and all that they may go to."""
        found = set()
        todo = set(functions)
        while todo:
            function = todo.pop()
            found.add(function)
            todo |= self.callees[function] - found
        return found

    def range_of(self, function):
        """(first address, the one behind it)"""
        begin = self.start[function]
        behind = bisect.bisect_right(self.starts, begin)
        return begin, (self.starts[behind] if behind < len(self.starts)
                       else max(self.at) + 16)

    def goes(self, here, there, returns):
        """Can the instruction at `here` have gone to `there`? `returns` are the
        addresses that calls will come back to; it is kept up to date. Where a
        call was not seen, nobody knows where its end leads."""
        one = self.at[here]
        if one.is_("call"):
            returns.append(one.next)
            return there == one.target() or (
                one.target() is None and there in self.starts)
        if one.is_("ret"):
            return bool(returns) and there == returns.pop()
        if one.is_("jmp") and one.target() is None:
            return there in self.starts
        return there == one.target() or (
            one.falls_through() and there == one.next)


def options(code, functions, log):
    """QEMU's, to write down what it executes of these functions."""
    ranges = ",".join(f"{begin:#x}..{end - 1:#x}" for begin, end in sorted(
        code.range_of(function) for function in functions))
    return (f"-singlestep -d exec,nochain -dfilter {ranges} "
            f"-D {shlex.quote(str(log))}")


def executed(log):
    """The addresses, in order. What an interrupt kept from being executed is
    written down, and that it was stopped: no other line follows in between."""
    addresses = []
    for word, address in EXECUTED.findall(log.read_text(encoding="utf-8")):
        if word == "Trace":
            addresses.append(int(address, 16))
        elif addresses and addresses[-1] == int(address, 16):
            addresses.pop()
    return addresses


def rounds(code, addresses, outer, inner):
    """[addresses from one call to the next], of all rounds of a loop in `outer`
    that calls `inner`."""
    entry = code.start[inner]
    calls = [i - 1 for i, address in enumerate(addresses) if address == entry
             and i and code.at[addresses[i - 1]].function == outer]
    return [addresses[i:j] for i, j in zip(calls, calls[1:])
            if follows(code, addresses[i:j + 1])]


def follows(code, addresses):
    """Does each instruction go to the one after it? Else there is a gap, or
    something that is no instruction."""
    returns = []
    return all(here in code.at and code.goes(here, there, returns)
               for here, there in zip(addresses, addresses[1:]))


def by_function(code, addresses):
    """Where the instructions are, most first: for a message."""
    counts = Counter(code.at[address].function for address in addresses)
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())
