# SPDX-License-Identifier: MIT
"""test_unused.py - the kernel has no function and no variable that nothing
uses. The linker finds them: each in a section of its own, those that cannot be
reached from the entry, the tables and the tests inside the kernel.

(The compiler tells of static ones.)
"""
import re

import pytest

from kmaptest.copytree import copy_to
from kmaptest.project import call, make

SPLIT = "KCFLAGS_MORE=-ffunction-sections -fdata-sections -fno-inline"
COLLECT = "KLDFLAGS_MORE=--gc-sections --print-gc-sections"
REMOVED = re.compile(r"removing unused section '\.(?:text|data|bss|rodata)"
                     r"\.([A-Za-z_]\w*)' in file '[^']*/kernel/([^']*)\.o'")

PLANTED = """int nobody_calls_this(void);

int nobody_calls_this(void)
{
	return 0;
}
"""

# name: why it stays though only a test on the host uses it
ALLOWED = {}


def removed(said):
    """{name: object} of what the linker leaves out, by its own account."""
    return dict(REMOVED.findall(said))


def exported(folder):
    """Names that other files can use."""
    objects = sorted(folder.glob("kernel/**/*.o"))
    said = call(["nm", "-g", "--defined-only", *objects]).stdout
    return set(re.findall(r"^[0-9a-f]+ [A-Z] (\w+)$", said, re.M))


def test_report_is_read():
    """The linker's words; those of a compiler's own sections do not count."""
    said = ("ld: removing unused section '.text' in file '/a/kernel/b.o'\n"
            "ld: removing unused section '.text.f' in file '/a/kernel/b.o'\n"
            "ld: removing unused section '.bss.v' in file '/a/kernel/c/d.o'\n"
            "ld: removing unused section '.rodata.str1.1' in file "
            "'/a/kernel/b.o'\n")
    assert removed(said) == {"f": "b", "v": "c/d"}


@pytest.mark.takes(25)
def test_nothing_is_unused(tmp_path):
    """Take it out, or say in ALLOWED why not. A planted one is found."""
    tree = copy_to(tmp_path / "tree")
    (tree / "lib/planted.c").write_text(PLANTED, encoding="utf-8")
    done = make(SPLIT, COLLECT, "build", cwd=tree)
    assert done.returncode == 0
    found = removed(done.stdout)
    unused = {f"{found[name]}: {name}"
              for name in set(found) & exported(tree / "build")
              if name not in ALLOWED}
    assert unused == {"lib/planted: nobody_calls_this"}
    assert set(ALLOWED) <= set(found)
