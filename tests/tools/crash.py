#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""crash.py - what goes wrong in the guest is noticed and explained.

Each is typed at the kernel's prompt, on the serial console.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import KERNEL, RUN, Tap, call, out_dir

CPUS = 3

# command: exit status, and what must be explained
CRASHES = {
    "crash-panic": (2, ["panic: CPU 0", "as you wish", "shell_run+0x",
                        "thread_entry+0x", "CPU 1,", "CPU 2,"]),
    "crash-null": (2, ["page fault", "cr2 00000004", "at c01",
                       "crash_null+0x", "thread_entry+0x"]),
    "crash-text": (2, ["page fault", "crash_text+0x"]),
    "crash-stack": (2, ["double fault", "overflow"]),
    "crash-reset": (5, ["the guest reset"]),
    "crash-hang": (4, ["the guest hung: nothing new for 3 s", "hang+0x"] + [
        f"CPU {n}, interrupts off" for n in range(CPUS)]),
}


def crash(tap, command):
    """Type it and see."""
    status, texts = CRASHES[command]
    done = call([*RUN, "--kernel", KERNEL, "--out", out_dir(command),
                 "--cpus", str(CPUS), "--mem", "512M", "--hang", "3",
                 "--timeout", "60", "--quiet", "--no-report",
                 "--type", f"kmaplab> ={command}\\n", "run=shell"])
    tap.ok(done.returncode == status, f"{command}: exit status {status}",
           f"it is {done.returncode}:\n{done.stdout}")
    for text in texts:
        tap.is_in(text, done.stdout, f"{command}: '{text}'")


def main():
    tap = Tap()
    for command in sys.argv[1:] or CRASHES:
        crash(tap, command)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
