#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""self_test.py - the checks of rules.py find what they are there to find."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, HERE)
from taptest import Tap
import rules

LICENCE = "/* SPDX-License-Identifier: MIT */\n"

# check: a file that breaks the rule, one that does not
CASES = {
    rules.spdx: (("a.c", "int a;\n"), ("a.c", LICENCE)),
    rules.columns: (("a.c", "\t" * 9 + "123456789\n"),
                    ("a.c", "\t" * 9 + "12345678\n")),
    rules.lengths: (("a.c", "int a(void)\n{\n" + "\tb();\n" * 81 + "}\n"),
                    ("a.c", "int a(void)\n{\n" + "\tb();\n" * 80 + "}\n")),
    rules.comments: (("a.c", "int a; // here\n"),
                     ("a.c", 'char a[] = "http://b"; /* // */\n')),
    rules.floors: (("smp/a.c", '#include "mm/b.h"\n'),
                   ("mm/a.c", '#include "smp/b.h"\n')),
    rules.portable: (("mm/strategy/a.c", '#include "arch/x86/cpu/asm.h"\n'),
                     ("mm/strategy/a.c", '#include "arch/machine.h"\n'
                      "/* no __asm__ here */\n")),
    rules.pragma: (("a.h", "int a;\n"), ("a.h", "#ifndef A\n#define A\n")),
}


def main():
    tap = Tap()
    tap.equal(set(CASES), set(rules.CHECKS), "every check has its cases")
    for check, (bad, good) in CASES.items():
        tap.equal(len(check(dict([bad]))), 1, f"{check.__name__}: found")
        tap.equal(check(dict([good])), [], f"{check.__name__}: no false alarm")
    tap.equal(len(rules.portable({
        "smp/tlb.c": '\t__asm__ volatile("invlpg");\n'})), 1,
        "portable: assembly is found")
    tap.equal(len(rules.floors({
        "job/a.c": '#include "boot/b.h"\n'})), 1, "floors: boot is on top")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
