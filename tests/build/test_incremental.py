# SPDX-License-Identifier: MIT
"""test_incremental.py - what is built again, and what is not, when something
changes. Each test starts from a tree in which everything was built. A space and
a comma in its path do no harm."""
import os
import re
import time

import pytest

from kmaptest.copytree import copy_to
from kmaptest.project import MAKE, call, clean_environment, make

KERNEL = "build/kmaplab.elf"
pytestmark = [pytest.mark.takes(40), pytest.mark.xdist_group("incremental")]


class Tree:
    """A copy of the sources that is built in place."""

    def __init__(self, path):
        self.path = copy_to(path)

    def times(self):
        """When each file under build/ was made."""
        return {str(path.relative_to(self.path)): path.stat().st_mtime_ns
                for path in self.path.glob("build/**/*") if path.is_file()}

    def touch(self, name):
        """A change without a change."""
        time.sleep(0.02)
        os.utime(self.path / name)

    def rebuilt(self, *words):
        """The files that make makes again."""
        before = self.times()
        assert make(*words, cwd=self.path).returncode == 0
        after = self.times()
        return {name for name in after if after[name] != before.get(name)}

    def users_of(self, header):
        """The objects whose sources include the header, by the compiler's
        own account."""
        return {name[:-2] + ".o" for name in self.times()
                if name.startswith("build/kernel/") and name.endswith(".d")
                and header in re.split(
                    r"[\s\\:]+", (self.path / name).read_text())}


def objects(names):
    """The compiled ones among them; both link passes' tables are not."""
    return {name for name in names
            if name.endswith(".o") and "/ksyms" not in name}


@pytest.fixture(scope="module", name="shared_tree")
def build_tree(tmp_path_factory):
    """One for all tests: to build it takes long."""
    return Tree(tmp_path_factory.mktemp("incremental") / "a tree, of sorts")


@pytest.fixture(name="tree")
def built_tree(shared_tree):
    """In which everything was built."""
    shared_tree.rebuilt()
    return shared_tree


def test_again_makes_nothing(tree):
    """Nothing has changed."""
    assert tree.rebuilt() == set()


@pytest.mark.parametrize("header", ["lib/div64.h", "smp/idle.h"])
def test_header(tree, header):
    """What includes it is made again, and the kernel."""
    users = tree.users_of(header)
    assert 0 < len(users) < len(objects(tree.times()))
    tree.touch(header)
    made = tree.rebuilt()
    assert objects(made) == users
    assert KERNEL in made


def test_source(tree):
    """Only its object is made again."""
    tree.touch("mm/strategy/held.c")
    assert objects(tree.rebuilt()) == {"build/kernel/mm/strategy/held.o"}


def test_a_source_less(tree):
    """The kernel is linked again."""
    source = tree.path / "mm/strategy/polled.c"
    text = source.read_bytes()
    source.unlink()
    assert KERNEL in tree.rebuilt()
    source.write_bytes(text)  # the tests share the tree


def test_odd_path(tree):
    """It is run there, too."""
    done = call([*MAKE, "run", "ACCEL=tcg", "CPUS=1", "MEM=64M",
                 "STRATEGY=held", "LOCK=spin", "ARGS=run=scenarios"],
                cwd=tree.path, env=clean_environment())
    assert done.returncode == 0
    assert "all as expected" in done.stdout


def test_header_of_the_linker_script(tree):
    """The script is made again."""
    script = "build/kernel/linker.lds"
    tree.touch("arch/x86/layout_impl.h")
    assert script in tree.rebuilt(script)


def test_other_flags(shared_tree):
    """All is made again, and then nothing."""
    made = shared_tree.rebuilt("WERROR=-Werror")
    assert objects(made) == objects(shared_tree.times())
    assert shared_tree.rebuilt("WERROR=-Werror") == set()
