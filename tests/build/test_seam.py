# SPDX-License-Identifier: MIT
"""test_seam.py - which instructions the machine seam is made of. An emulator
may be too orderly to show that a LOCK prefix or a barrier is missing: here it
is read off the kernel's code. tests/kernel/seam.c has a function for each name.
"""
import re

import pytest

from kmaptest import traced

# Of each function: instructions that must be there, in this order.
NEEDS = {
    "xchg": [r"xchg .*\("],  # locked without a prefix (SDM vol. 2, XCHG)
    "cmpxchg": [r"lock cmpxchg .*\("],
    "fetch_add": [r"lock xadd .*\("],
    "fetch_or": [r"or ", r"lock cmpxchg .*\("],
    "fetch_and": [r"and ", r"lock cmpxchg .*\("],
    "pte_xchg64": [r"lock cmpxchg8b .*\(", r"jne "],
    "store_mb_load": [r"movl +\$0x1,\(", r"(lock |mfence)", r"mov +\(.*,%eax"],
    "store_mb_in_one": [r"xchg .*\(", r"mov +\(.*,%eax"],
    "store_then_load": [r"movl +\$0x1,\(", r"mov +\(.*,%eax"],
    "flush_one": [r"invlpg "],
    # Interrupts off, as they may see no CR4 without PGE; off, and on again.
    "flush_all": [r"pushf", r"cli", r"mov +%cr4,%(\w+)",
                  r"and[bl]? +\$0x(ffffff)?7f,", r"mov +%\w+,%cr4",
                  r"mov +%\w+,%cr4", r"sti"],
    "irq_disable": [r"cli"],
    "irq_enable": [r"sti"],
    "irq_save": [r"pushf", r"cli"],
    "irq_restore": [r"(test|cmp)", r"sti"],
    "halt": [r"sti", r"hlt"],
    "relax": [r"pause"],
    "sync_core": [r"cpuid"],
}
LOCKED = re.compile(r"\b(cmpxchg|xadd)")
FENCES = re.compile(r"(lock |mfence|xchg .*\(|cpuid)")


@pytest.fixture(name="code", scope="module")
def disassemble(kernel):
    """The kernel's disassembly."""
    return traced.Code(kernel)


def texts(code, function):
    """A function's instructions."""
    return [one.text for _, one in sorted(code.at.items())
            if one.function == function]


def in_order(patterns, lines):
    """The first pattern that is not found, or None."""
    rest = iter(lines)
    return next((pattern for pattern in patterns if not any(
        re.match(pattern, line) for line in rest)), None)


@pytest.mark.parametrize("name", NEEDS)
def test_instructions(name, code):
    """Each name of the seam is the instructions that it should be."""
    lines = texts(code, f"seam_{name}")
    print("\n".join(lines))
    assert lines and in_order(NEEDS[name], lines) is None


@pytest.mark.parametrize("name", ["store_then_load", "store_twice",
                                  "load_twice"])
def test_nothing_more(name, code):
    """What orders nothing has no barrier: or the litmus tests would look for
    an outcome that cannot be."""
    assert not any(FENCES.match(line) for line in texts(code, f"seam_{name}"))


def test_halt_follows_sti(code):
    """Nothing is in between: STI takes effect after the next instruction, so
    no interrupt can come before the halt."""
    lines = texts(code, "seam_halt")
    assert lines[lines.index("sti") + 1] == "hlt"


def test_all_are_locked(code):
    """No exchange or addition in all of the kernel lacks its prefix."""
    found = [one.text for one in code.at.values() if LOCKED.search(one.text)]
    assert len(found) > 20
    assert not [text for text in found if not text.startswith("lock ")]


def test_waits_pause(code):
    """A CPU that spins lets others run."""
    assert "pause" in texts(code, "spin_wait_turn")


def test_order_is_looked_at():
    """The same instructions in another order are not taken for the same."""
    assert in_order(["a", "b"], ["a", "x", "b"]) is None
    assert in_order(["a", "b"], ["b", "a"]) == "b"
