# SPDX-License-Identifier: MIT
"""test_rules.py - the sources keep the rules that rules.py checks, and its
checks find what they are there to find."""
from fnmatch import fnmatch

import pytest

from kmaptest import sources
from kmaptest.project import read
import rules

LICENCE = "/* SPDX-License-Identifier: MIT */\n"

# check: a file that breaks the rule, one that does not
CASES = {
    rules.spdx: (("a.c", "int a;\n"), ("a.c", LICENCE)),
    rules.columns: (("a.c", "\t" * 9 + "123456789\n"),
                    ("a.c", "\t" * 9 + "12345678\n")),
    rules.lengths: (("a.c", "int a(void)\n{\n" + "\tb();\n" * 61 + "}\n"),
                    ("a.c", "int a(void)\n{\n" + "\tb();\n" * 60 + "}\n")),
    rules.comments: (("a.c", "int a; // here\n"),
                     ("a.c", 'char a[] = "http://b"; /* // */\n')),
    rules.floors: (("smp/a.c", '#include "mm/b.h"\n'),
                   ("mm/a.c", '#include "smp/b.h"\n')),
    rules.machine: (("job/a.c", '#include "arch/x86/cpu/asm.h"\n'),
                    ("boot/a.c", '#include "arch/x86/cpu/asm.h"\n')),
    rules.portable: (("mm/strategy/a.c", '\t__asm__("nop");\n'),
                     ("mm/strategy/a.c", '#include "arch/machine.h"\n'
                      "/* no __asm__ here */\n")),
    rules.pragma: (("a.h", "int a;\n"), ("a.h", "#ifndef A\n#define A\n")),
}

FILES = {name: read(name) for name in sources.all_files()}


def test_there_are_sources():
    """Else there is nothing to check."""
    assert sum(map(rules.is_c, FILES)) > 50


@pytest.mark.parametrize("pattern", rules.PORTABLE)
def test_portable_is_there(pattern):
    """What is to be portable has not moved away."""
    assert any(fnmatch(name, pattern) for name in FILES)


@pytest.mark.parametrize("check", rules.CHECKS, ids=lambda c: c.__name__)
def test_kept(check):
    """Every rule is kept."""
    assert not check(FILES)


def test_every_check_has_its_cases():
    """For the two tests that follow."""
    assert set(CASES) == set(rules.CHECKS)


@pytest.mark.parametrize("check", CASES, ids=lambda c: c.__name__)
def test_found(check):
    """What breaks the rule is found."""
    assert len(check(dict([CASES[check][0]]))) == 1


@pytest.mark.parametrize("check", CASES, ids=lambda c: c.__name__)
def test_no_false_alarm(check):
    """What keeps it is not."""
    assert check(dict([CASES[check][1]])) == []


def test_assembly_is_found():
    """In the portable core."""
    assert len(rules.portable({
        "smp/tlb.c": '\t__asm__ volatile("invlpg");\n'})) == 1


@pytest.mark.parametrize("name, included", [
    ("job/a.c", "boot/b.h"), ("oracle/a.c", "record/b.h"),
    ("scenario/a.c", "workload/b.h"), ("lib/a.c", "arch/b.h"),
    ("arch/x86/cpu/a.c", "smp/b.h"), ("job/a.c", "nowhere/b.h")])
def test_no_way_up_or_across(name, included):
    """Nor to a room that is on no floor."""
    assert len(rules.floors({name: f'#include "{included}"\n'})) == 1


@pytest.mark.parametrize("name, included", [
    ("main.c", "boot/b.h"), ("boot/a.c", "job/b.h"),
    ("tests/kernel/a.c", "job/b.h"), ("workload/a.c", "oracle/b.h"),
    ("arch/x86/cpu/a.c", "lib/b.h"), ("mm/a.c", "mm/strategy/b.h")])
def test_way_down(name, included):
    """And into the same room."""
    assert not rules.floors({name: f'#include "{included}"\n'})
