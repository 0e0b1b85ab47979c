# SPDX-License-Identifier: MIT
"""booted.py - run the kernel with tools/run.py, and what came of it."""
from dataclasses import dataclass

from kmapreport import records
from kmaptest.project import RUN, call, read


@dataclass
class Booted:
    """A run of the kernel."""
    status: int         # the runner's exit status
    said: str           # all that the runner printed
    console: str        # all that the kernel printed
    run: records.Run    # its records


def boot_to(out, kernel, *words):
    """tools/run.py with these words; what it writes is in `out`, a Path."""
    done = call([*RUN, "--kernel", kernel, "--out", out, "--quiet", *words])
    (out / "runner.log").write_text(done.stdout, encoding="utf-8")
    path = out / "results.jsonl"
    run = records.load(path) if path.exists() else records.Run()
    return Booted(done.returncode, done.stdout, read(out / "console.log"),
                  run)
