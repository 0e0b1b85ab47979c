#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""tools.py - what programs that look for mistakes have to say."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import PYTHON, ROOT, Tap, call, read
import sources

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

COMPILE = ("import sys\nfor n in sys.argv[1:]: "
           "compile(open(n, encoding='utf-8').read(), n, 'exec')")


def clang_format(tap):
    done = call(["clang-format", "--dry-run", "-Werror",
                 *sources.with_suffix(".c", ".h")])
    tap.ok(done.returncode == 0, "clang-format", done.stdout)


def cppcheck(tap):
    done = call([*CPPCHECK, *sources.kernel_c()])
    tap.ok(done.returncode == 0, "cppcheck", done.stdout)


def sparse(tap):
    include = subprocess.run(["gcc", "-print-file-name=include"], check=True,
                             stdout=subprocess.PIPE, text=True).stdout.strip()
    said = "".join(call([*SPARSE, "-isystem", include, name]).stdout
                   for name in sources.kernel_c())
    tap.ok(not said, "sparse", said)


def shellcheck(tap):
    names = sources.scripts("/sh", "/bash")
    done = call(["shellcheck", *names])
    tap.ok(names and done.returncode == 0, "shellcheck", done.stdout)


def python(tap):
    names = sources.with_suffix(".py")
    done = call([PYTHON, "-c", COMPILE, *names])
    tap.ok(names and done.returncode == 0, "every Python file compiles",
           done.stdout)
    wrong = [name for name in sources.scripts("python3")
             if not read(name).startswith("#!/usr/bin/python3\n")]
    tap.ok(not wrong, "scripts name Debian's own Python", "\n".join(wrong))


def executable(tap):
    wrong = [name for name in sources.scripts("/sh", "/bash", "python3")
             if not os.access(os.path.join(ROOT, name), os.X_OK)]
    tap.ok(not wrong, "scripts are executable", "\n".join(wrong))


def main():
    tap = Tap()
    for check in (clang_format, cppcheck, sparse, shellcheck, python,
                  executable):
        check(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
