# SPDX-License-Identifier: MIT
"""test_cheats_memory.py - points cannot be had by what no rule can see in the
text: addresses that are found out, and what functions of ours are given.
"""
import pytest

from kmaptest.cheating import REQUEST, graded, with_cheat

# Words above a variable of the flush: its own frame, where it returns to, and
# the frame of the case that has called it.
ABOVE = """volatile unsigned long here = 0;
	for (int word = 1; word < 40; word++)
		if (%s)
			%s;
	"""
# How far apart struct sim_cpu's TLBs are, in the explorer, as it was: then
# INVLPG of an address so many pages further reached the next CPU's TLB.
NEXT_TLB = 88

CALLS = {
    "gives a wait an address": (
        "spin_wait_end((struct spin_wait *)(unsigned long)0xdeadb0); "),
    "interrupts a CPU that is not there": "send_ipi(40, IPI_FLUSH); ",
    "sends what is no interrupt": "send_ipi(1, 40); ",
    "looks where it returns to": ABOVE % (
        "(&here)[word] > 0x10000 && (&here)[word] < 0x80000000",
        "here = 1"),
    "skips the check behind it": ABOVE % (
        "(&here)[word] > 0x10000 && (&here)[word] < 0x80000000",
        "(&here)[word] += 64"),
    "changes what its caller knows": ABOVE % (
        "(&here)[word] == 3", "(&here)[word] = 2"),
}


@pytest.mark.takes(20)
@pytest.mark.parametrize("name", CALLS)
def test_ends(out, name):
    """The explorer ends where it happens."""
    results, _ = graded(out, with_cheat(REQUEST, CALLS[name]))
    assert "memory that is not its own" in results["tests"][0]["output"]
    assert results["score"] == 0


@pytest.mark.takes(20)
def test_flushes_the_tlb_of_another_cpu(out):
    """INVLPG of an address far away does nothing."""
    results, _ = graded(out, with_cheat(
        REQUEST, f"local_flush_tlb_one(start + {NEXT_TLB} * PAGE_SIZE); "))
    assert results["score"] == 1


# In the kernel: from its first byte up to the file's own variables, the name
# of a verdict, to be written over by that of another one.
VERDICT = """if ((unsigned long)&tlb_box > 0xc0000000UL &&
	    (unsigned long)&tlb_box < 0xffffffffUL)
		for (char *at = (char *)0xc0100000UL; at < (char *)&tlb_box;
		     at++)
			if (at[0] == 's' && at[1] == 't' && at[2] == 'a' &&
			    at[3] == 'l' && at[4] == 'e' && at[5] == 0)
				*(volatile char *)(at + 1) = 'a';
	"""


@pytest.mark.takes(20)
def test_renames_a_verdict(out):
    """The kernel's constants cannot be written to."""
    results, _ = graded(out, with_cheat(REQUEST, VERDICT))
    boots = results["tests"][-1]
    assert boots["score"] == 0 and "page fault" in boots["output"]


@pytest.mark.parametrize("what, head, says", [
    ("volatile char room[start]; room[0] = 1; ", "", "variable"),
    ("*(volatile char *)__builtin_alloca(start) = 1; ", "",
     "__builtin_alloca is not allowed")])
def test_moves_the_stack(out, what, head, says):
    """No frame is of a size that only the file knows."""
    results, said = graded(out, with_cheat(REQUEST, what, head))
    assert says in said
    assert results["score"] == 0
