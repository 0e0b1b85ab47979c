# SPDX-License-Identifier: MIT
"""project.py - where the project's things are, and how its tools are run."""
import os
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("BUILD", ROOT / "build"))
KERNEL = BUILD / "kmaplab.elf"
IMAGE = BUILD / "kmaplab.iso"
STRATEGIES = sorted(path.stem for path in ROOT.glob("mm/strategy/*.c"))

PYTHON = "/usr/bin/python3"
RUN = [PYTHON, ROOT / "tools/run.py"]
REPORT = [PYTHON, ROOT / "tools/report.py"]
MAKE = ["make", "--no-print-directory", "SETUP=no"]

# What a `make test` around us has set and a `make` of a test must not see.
OURS = ("BUILD", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "T", "V", "CI",
        "PYTHONPATH", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST")


def clean_environment():
    """As a user's shell has it."""
    return {key: value for key, value in os.environ.items()
            if key not in OURS}


def descendants(pid):
    """What that process has started, and what those have."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8",
                                    errors="replace").rpartition(")")[2]
        except OSError:
            continue
        parents.setdefault(int(fields.split()[1]), []).append(
            int(path.parent.name))
    found, left = [], [pid]
    while left:
        below = parents.get(left.pop(), [])
        found += below
        left += below
    return found


def end_all(pid):
    """End a process, and whatever it has started."""
    for one in [pid, *descendants(pid)]:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            pass


def run(command, **options):
    """Run it; has returncode and, in stdout, all that it printed. If the test's
    time is up meanwhile, nothing of it is left."""
    words = [str(word) for word in command]
    with subprocess.Popen(
            words, cwd=options.pop("cwd", ROOT), text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, **options) as process:
        try:
            said = process.communicate()[0]
        except BaseException:
            end_all(process.pid)
            raise
    return subprocess.CompletedProcess(words, process.returncode, said)


def call(command, **options):
    """The same for tests: pytest shows what a test printed if it fails."""
    done = run(command, **options)
    print(f"$ {' '.join(map(str, command))}\n{done.stdout}"
          f"(exit status {done.returncode})")
    return done


def make(*words, cwd=ROOT, jobs=2):
    """make, as a user would call it."""
    return call([*MAKE, f"-j{jobs}", *words], cwd=cwd,
                env=clean_environment())


def tool(program, *words, build=BUILD):
    """A program under tests/, as the makefiles run it."""
    return call([PYTHON, program, *words], env={
        **os.environ, "BUILD": str(build),
        "PYTHONPATH": f"{ROOT}/tools:{ROOT}/tests"})


def read(*path):
    """The text of a file, by its path from the root; empty if there is
    none."""
    try:
        return ROOT.joinpath(*path).read_text(encoding="utf-8",
                                              errors="replace")
    except OSError:
        return ""
