# SPDX-License-Identifier: MIT
"""test_crash.py - what goes wrong in the guest is noticed and explained.

Each is typed at the kernel's prompt, on the serial console.
"""
import pytest

CPUS = 3

# command: exit status, and what must be explained
CRASHES = {
    "crash-panic": (2, ["panic: CPU 0", "requested by crash-panic",
                        "shell_run+0x",
                        "thread_entry+0x",
                        "CPUs that were idle are not shown: 2"]),
    "crash-null": (2, ["page fault", "cr2 00000004", "at c01",
                       "crash_null+0x", "thread_entry+0x"]),
    "crash-text": (2, ["page fault", "crash_text+0x"]),
    "crash-stack": (2, ["double fault", "overflow"]),
    "crash-reset": (5, ["the guest reset"]),
    "crash-hang": (4, ["the guest hung: nothing new for 3 s", "hang+0x"] + [
        f"CPU {n}, interrupts off" for n in range(CPUS)]),
}


@pytest.mark.takes(10)
@pytest.mark.parametrize("command", CRASHES)
def test_crash(boot, command):
    """Type it and see."""
    status, texts = CRASHES[command]
    booted = boot("--cpus", CPUS, "--mem", "512M", "--hang", "3",
                  "--timeout", "60", "--no-report",
                  "--type", f"kmaplab> ={command}\\n", "run=shell")
    assert booted.status == status
    for text in texts:
        assert text in booted.said
