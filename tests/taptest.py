# SPDX-License-Identifier: MIT
"""taptest.py - what the test scripts share: TAP on standard output, the
schema, and running the project's own tools."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.environ.get("BUILD", os.path.join(ROOT, "build"))
sys.path.insert(0, os.path.join(ROOT, "tools"))

PYTHON = "/usr/bin/python3"
RUN = [PYTHON, os.path.join(ROOT, "tools/run.py")]
REPORT = [PYTHON, os.path.join(ROOT, "tools/report.py")]
KERNEL = os.path.join(BUILD, "kmaplab.elf")


class Tap:
    """Counts and prints; done() is the exit status."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def ok(self, good, name, why=""):
        """One test; `why` is shown where it fails, on standard error: prove
        shows that."""
        self.count += 1
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}",
              flush=True)
        if not good:
            self.failed += 1
            print(f"# {name}:", file=sys.stderr)
            for line in str(why).splitlines()[:60]:
                print(f"# {line}", file=sys.stderr, flush=True)
        return good

    def is_in(self, text, where, name):
        """That `where` contains `text`."""
        return self.ok(text in where, name, f"no '{text}' in:\n{where}")

    def equal(self, found, expected, name):
        """That two values are the same."""
        return self.ok(found == expected, name,
                       f"{found!r} where {expected!r} should be")

    def done(self):
        """The plan. Having tested nothing is a failure."""
        print(f"1..{max(self.count, 1)}")
        return 1 if self.failed or not self.count else 0


def call(command, **options):
    """Run it; has returncode and, in stdout, all that it printed."""
    return subprocess.run(
        command, cwd=options.pop("cwd", ROOT), check=False, text=True,
        errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, **options)


def out_dir(*names):
    """A fresh place under build/ for what a test leaves."""
    path = os.path.join(BUILD, "test", *names)
    os.makedirs(path, exist_ok=True)
    return path


def read(*path):
    """A file's text; empty if there is none."""
    try:
        with open(os.path.join(ROOT, *path), encoding="utf-8",
                  errors="replace") as file:
            return file.read()
    except OSError:
        return ""
