# SPDX-License-Identifier: MIT
"""suite.py PROGRAM... - run all tests: the C programs by prove, the rest by
pytest. The last line adds both up; the exit status is 0 only if something was
tested and nothing failed.

The environment's T, if there is any, chooses:
    a program's name            explore, test_histogram
    a Python file or one test   tests/tools/test_report.py
    words of a test's name      bochs, boot[cd], boot and not bochs
Logs are in build/test/: pytest.xml, and c/NAME.tap.
"""
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from kmaptest.project import BUILD, PYTHON, ROOT

JOBS = str(len(os.sched_getaffinity(0)))
# One more than there are CPUs: many tests wait for an emulator that waits.
WORKERS = str(int(JOBS) + 1)
LOGS = BUILD / "test"
TAP = LOGS / "c"
JUNIT = LOGS / "pytest.xml"
OPERATORS = {"and", "or", "not"}
NOTHING_COLLECTED = 5  # pytest's exit status


def choose(words, programs):
    """(programs, pytest's arguments); None instead of arguments: no pytest.
    """
    if not words:
        return programs, []
    names = [Path(program).name for program in programs]
    chosen = [program for program, name in zip(programs, names)
              if name in words]
    rest = [word for word in words if word not in names]
    paths = [word for word in rest if word.startswith("tests/")]
    left = [word for word in rest if word not in paths]
    by_name = (" " if OPERATORS & set(left) else " or ").join(left)
    return chosen, (paths + (["-k", by_name] if left else [])) or None


def count_tap(text):
    """Of one program's output."""
    found = re.findall(r"^(not )?ok\b(.*)$", text, re.M)
    return Counter("failed" if bad else
                   "skipped" if re.search(r"# skip", rest, re.I) else "passed"
                   for bad, rest in found)


def count_junit(path):
    """Of pytest's report."""
    total = Counter()
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        tests, failures, errors, skipped = (
            int(suite.get(key)) for key in (
                "tests", "failures", "errors", "skipped"))
        total += Counter(passed=tests - failures - errors - skipped,
                         failed=failures + errors, skipped=skipped)
    return total


def run_prove(programs):
    """The C side; returns its counts."""
    TAP.mkdir(parents=True, exist_ok=True)
    for log in TAP.glob("*.tap"):
        log.unlink()
    status = subprocess.run(
        ["prove", f"-j{JOBS}", "--timer", "--failures",
         "--exec", str(ROOT / "tests/program.sh"), *programs],
        cwd=ROOT, env={**os.environ, "LOGS": str(TAP),
                       "CMOCKA_MESSAGE_OUTPUT": "TAP"}, check=False).returncode
    total = sum((count_tap(log.read_text(errors="replace"))
                 for log in TAP.glob("*.tap")), Counter())
    return with_status(total, status)


def run_pytest(arguments):
    """The rest; returns its counts."""
    JUNIT.parent.mkdir(parents=True, exist_ok=True)
    JUNIT.unlink(missing_ok=True)
    status = subprocess.run(
        [PYTHON, "-m", "pytest", "-n", WORKERS, f"--junitxml={JUNIT}",
         *arguments], cwd=ROOT, check=False).returncode
    total = count_junit(JUNIT) if JUNIT.exists() else Counter()
    return with_status(total, 0 if status == NOTHING_COLLECTED else status)


def with_status(total, status):
    """A program that fails without a failed test has failed all the same."""
    if status and not total["failed"]:
        total["failed"] = 1
    return total


def main():
    programs, arguments = choose(shlex.split(os.environ.get("T", "")),
                                 sys.argv[1:])
    total = Counter()
    if programs:
        total += run_prove(programs)
    if arguments is not None:
        total += run_pytest(arguments)
    print(f"total: {total['passed']} passed, {total['failed']} failed, "
          f"{total['skipped']} skipped", flush=True)
    return 0 if total["passed"] and not total["failed"] else 1


if __name__ == "__main__":
    sys.exit(main())
