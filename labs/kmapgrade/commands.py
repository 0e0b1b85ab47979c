# SPDX-License-Identifier: MIT
"""commands.py - run a program that might never end, or print for ever."""
import subprocess
from dataclasses import dataclass

from kmapgrade.labs import ROOT

# The limits are there so that the grader ends, and are far from what a right
# solution needs. What reaches one has failed.
CPU_SECONDS = 20
WALL_SECONDS = 900
MAX_FILE = 256 << 20  # bytes


@dataclass(frozen=True)
class Done:
    """How it ended."""
    status: int   # negative: by that signal
    said: str
    in_time: bool


def run(words, log, cpu_seconds=CPU_SECONDS):
    """Run it, with what it says in the file `log`."""
    limits = ["prlimit", f"--cpu={cpu_seconds}:{cpu_seconds + 1}",
              f"--fsize={MAX_FILE}", "--core=0", "--"]
    with open(log, "w+b") as file:
        try:
            done = subprocess.run(
                [*limits, *map(str, words)], cwd=ROOT, check=False,
                stdin=subprocess.DEVNULL, stdout=file,
                stderr=subprocess.STDOUT, timeout=WALL_SECONDS)
            status, in_time = done.returncode, True
        except subprocess.TimeoutExpired:
            status, in_time = -1, False
        file.seek(0)
        said = file.read(1 << 20).decode(errors="replace")
    return Done(status, said, in_time)
