# SPDX-License-Identifier: MIT
"""test_cheats.py - points cannot be had without doing what a lab asks for.

Each cheat is added to the skeleton of lab 2, which earns one point for a flush
of the own TLB.
"""
import pytest

from kmapgrade import build
from kmaptest.cheating import END, LAB, REQUEST, SERVE, graded, with_cheat
from kmaptest.project import run

# name: (where, what is put there, what the grader says)
REFUSED = {
    "prints the score": (
        SERVE, 'printk("Score: 10/10\\n"); ', "refers to printk",
        '#include "smp/printk.h"\n'),
    "prints in the explorer": (
        SERVE, 'puts("ok 1 - lab-ack held spin: nothing"); ',
        "refers to puts", "int puts(const char *);\n"),
    "calls exit": (SERVE, "exit(0); ", "refers to exit",
                   "void exit(int);\n"),
    "leaves QEMU": (SERVE, "machine_exit(0); ", "refers to machine_exit",
                    "void machine_exit(int);\n"),
    "panics": (SERVE, 'panic("ok"); ', "refers to panic",
               '#include "arch/panic.h"\n'),
    "overwrites records": (
        SERVE, 'fopen("build/lab/results.json", "w"); ', "refers to fopen",
        "void *fopen(const char *, const char *);\n"),
    "clears the finding": (SERVE, "sim_finding = 0; ",
                           "refers to sim_finding",
                           "extern int sim_finding;\n"),
    "writes a record": (SERVE, 'record_test("x", 1, 0, 0); ',
                        "refers to record_test",
                        "void record_test(char *, int, int, char *);\n"),
    "replaces the judge": (END, "void judge_step(void) { }\n",
                           "defines judge_step", "void judge_step(void);\n"),
    "replaces a case": (END, "const void *more_cases(void) { return 0; }\n",
                        "defines more_cases",
                        "const void *more_cases(void);\n"),
    "uses the reference": (
        REQUEST, "mailbox_wait(&tlb_box); ", "refers to mailbox_wait", ""),
    "includes the reference": (END, "", "only the kernel's headers",
                               '#include "smp/mailbox.c"\n'),
    "includes the host's headers": (END, "", "only the kernel's headers",
                                    "#include <stdlib.h>\n"),
    "asks which machine": (END, "", "#ifdef is not allowed",
                           "#ifdef __x86_64__\n#endif\n"),
    "takes a macro away": (END, "", "#undef is not allowed",
                           "#undef READ_ONCE\n"),
    "assembler": (SERVE, '__asm__("outl %eax, $0xf4"); ',
                  "__asm__ is not allowed", ""),
    "assembler, hidden": (SERVE, 'A("hlt"); ', "## and digraphs",
                          "#define A as##m\n"),
    "assembler, split": (SERVE, 'as\\\nm("hlt"); ', "asm is not allowed", ""),
    "runs before main": (
        END, "__attribute__((constructor)) static void early(void) { }\n",
        "__attribute__ is not allowed", ""),
    "a pragma": (END, "#pragma GCC optimize (\"O0\")\n",
                 "#pragma is not allowed", ""),
    "registers itself": (END, "KERNEL_TEST(mine, 1) { }\n",
                         "section kernel_tests is not allowed",
                         '#include "job/test.h"\n'),
    "calls an address": (SERVE, "((void (*)(void))start)(); ",
                         "instruction ", "static unsigned long start;\n"),
    "fills the memory": (
        SERVE, "full[0]++; ", "more than 65536 bytes",
        "static volatile char full[1 << 20];\n"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(out, name):
    """It is told why, and no item has a point."""
    where, what, says, head = REFUSED[name]
    results, said = graded(out, with_cheat(where, what, head))
    assert says in said
    assert results["score"] == 0
    assert says in results["tests"][0]["output"]


def test_macros_change_nothing(out):
    """They reach no other file. (The names are those that the judge uses.)"""
    results, _ = graded(out, with_cheat(END, "", (
        "#define VERDICT_STALE VERDICT_SAFE\n#define sim_found(...)\n"
        "#define stale safe\n#define panic(...)\n")))
    assert results["score"] == 1


@pytest.mark.takes(20)
def test_wild_write(out):
    """Into the explorer: it dies, and says so. The kernel panics."""
    results, said = graded(out, with_cheat(
        REQUEST, "*(volatile int *)start = 1; ",
        "static unsigned long start = 16;\n"))
    assert results["score"] == 0
    assert "memory that is not its own" in said
    assert "panic" in results["tests"][-1]["output"]


SEARCH = """for (unsigned int *at = (unsigned int *)&tlb_box;
	     at < (unsigned int *)&tlb_box + (1 << 18); at++)
		if (*(volatile unsigned int *)at == 12345)
			%s; """


@pytest.mark.takes(20)
@pytest.mark.parametrize("found", ["*at = 0", "hits++"])
def test_searches_memory(out, found):
    """It ends at the first word that is not its own, before there is anything
    to change. Not even to look is allowed."""
    results, _ = graded(out, with_cheat(REQUEST, SEARCH % found,
                                        "static volatile int hits;\n"
                                        if found == "hits++" else ""))
    assert results["score"] == 0
    assert "memory that is not its own" in results["tests"][0]["output"]


@pytest.mark.takes(20)
def test_searches_memory_by_the_seam(out):
    """READ_ONCE() takes no other address, either."""
    results, _ = graded(out, with_cheat(
        REQUEST, SEARCH.replace("*(volatile unsigned int *)at",
                                "READ_ONCE(((struct word *)at)->it)")
        % "break", '#include "arch/machine.h"\n'
        "struct word { SHARED(unsigned int) it; };\n"))
    assert results["score"] == 0
    assert "memory that is not its own" in results["tests"][0]["output"]


@pytest.mark.takes(20)
def test_no_distance_is_known(out):
    """Not even from the file's own variables to the judge's."""
    def distance(folder):
        where = {words[2]: int(words[0], 16) for words in map(
            str.split, run(["nm", "--defined-only", folder]).stdout.splitlines()
        )}
        return where["sim"] - where["tlb_box"], where["sim"]

    seen = set()
    for part in ("one", "two"):
        build.explore(LAB, LAB.file, out / part)
        seen.add(distance(out / part / "explore-lab"))
    assert len({there for there, _ in seen}) == 2
    assert len({start for _, start in seen}) == 2


@pytest.mark.takes(20)
def test_endless_loop(out):
    """It ends by a limit, and earns nothing."""
    file = out / "loop.c"
    file.write_text(with_cheat(REQUEST, "for (;;) ; "), encoding="utf-8")
    built = build.build(LAB, file, out)
    built.patience = 1  # seconds
    judged = LAB.items[0].judge(built)
    assert not judged.right and "did not end" in judged.found
