# SPDX-License-Identifier: MIT
"""test_tools.py - what programs that look for mistakes have to say."""
import os

import pytest

from kmaptest import sources
from kmaptest.project import PYTHON, ROOT, call, read

# Linker symbols are objects of their own to it; comparing them is what they
# are for.
CPPCHECK = ["cppcheck", "-q", "-j2", "--std=c11", "--platform=unix32",
            "--enable=warning,performance,portability",
            "--suppress=comparePointers", "--inline-suppr",
            "--error-exitcode=1", "-I.", "-Iarch/x86"]

# __float128: it does not know gcc's type, which stddef.h has.
SPARSE = ["sparse", "-m32", "-std=gnu11", "-nostdinc", "-ffreestanding",
          "-D__STDC_HOSTED__=0", "-D__float128=long double", "-Wno-decl",
          "-Wno-cast-truncate", "-I.", "-Iarch/x86"]

# tests/lint/codespell.txt: words that only look like another one's typo.
CODESPELL = ["codespell", "-I", "tests/lint/codespell.txt"]

PYLINT = [PYTHON, "-m", "pylint", "--rcfile", ".pylintrc"]
MODULES = ("tools", "labs", "tests", "tests/lint", "tests/explore",
           "tests/model", "tests/mutation", "tests/wrong", "tests/fuzz",
           "tests/boot")

COMPILE = ("import sys\nfor n in sys.argv[1:]: "
           "compile(open(n, encoding='utf-8').read(), n, 'exec')")


def test_clang_format():
    """C is formatted as .clang-format says."""
    assert call(["clang-format", "--dry-run", "-Werror",
                 *sources.with_suffix(".c", ".h")]).returncode == 0


@pytest.mark.takes(30)
def test_cppcheck():
    """It finds no mistakes in the kernel."""
    assert call([*CPPCHECK, *sources.kernel_c()]).returncode == 0


@pytest.mark.takes(30)
def test_sparse():
    """Nor does sparse."""
    include = call(["gcc", "-print-file-name=include"]).stdout.strip()
    assert os.path.isdir(include)
    said = "".join(call([*SPARSE, "-isystem", include, name]).stdout
                   for name in sources.kernel_c())
    assert not said


def test_shellcheck():
    """It finds no mistakes in shell scripts."""
    names = sources.scripts("/sh", "/bash")
    assert names
    assert call(["shellcheck", "-x", *names]).returncode == 0


def test_spelling():
    """codespell knows no word as a typo."""
    assert call([*CODESPELL, *(
        name for name in sources.all_files()
        if not name.endswith(".jsonl"))]).returncode == 0


def test_typo_is_found(out):
    """A planted one."""
    (out / "a.md").write_text("to " + "reci" + "eve\n")
    assert call([*CODESPELL, out / "a.md"]).returncode != 0


def pylint(*names):
    """What it says of these files."""
    path = ":".join(str(ROOT / name) for name in MODULES)
    return call([*PYLINT, *names], env={**os.environ, "PYTHONPATH": path})


@pytest.mark.takes(30)
def test_pylint():
    """It finds no mistakes in Python."""
    assert pylint(*sources.with_suffix(".py")).returncode == 0


@pytest.mark.takes(10)
def test_pylint_finds(out):
    """A planted name that is not there."""
    (out / "a.py").write_text('"""a."""\nprint(nobody_knows_it)\n')
    done = pylint(out / "a.py")
    assert done.returncode != 0
    assert "undefined-variable" in done.stdout


def test_python_compiles():
    """Every Python file."""
    names = sources.with_suffix(".py")
    assert names
    assert call([PYTHON, "-c", COMPILE, *names]).returncode == 0


def test_scripts_name_debians_python():
    """Another one, earlier in PATH, may lack the packages."""
    assert not [name for name in sources.scripts("python3")
                if not read(name).startswith("#!/usr/bin/python3\n")]


def test_scripts_are_executable():
    """Those that say what runs them."""
    assert not [name for name in sources.scripts("/sh", "/bash", "python3")
                if not os.access(ROOT / name, os.X_OK)]
