# SPDX-License-Identifier: MIT
"""booted.py - run the kernel with tools/run.py, and what came of it."""
from dataclasses import dataclass

from kmapreport import records
from kmaprun import store
from kmaptest.project import RUN, call, read


@dataclass
class Booted:
    """A run of the kernel."""
    status: int         # the runner's exit status
    said: str           # all that the runner printed
    console: str        # all that the kernel printed
    run: records.Results


def boot_to(out, kernel, *words):
    """tools/run.py with these words; what it writes is in `out`, a Path."""
    done = call([*RUN, "--kernel", kernel, "--out", out, "--quiet", *words])
    (out / "runner.log").write_text(done.stdout, encoding="utf-8")
    return Booted(done.returncode, done.stdout,
                  read(left_in(out, store.CONSOLE)), records_in(out))


def left_in(out, name):
    """The file that the last run left: with a name of its own if that run was
    no good."""
    failed = out / store.FAILED[name]
    return failed if failed.exists() else out / name


def records_in(out):
    """The records that the last run left; none if it left no file."""
    path = left_in(out, store.RESULTS)
    return records.load(path) if path.exists() else records.Results()
