# SPDX-License-Identifier: MIT
"""played.py - what the kernel does in scenarios, as timelines."""
from kmaptest.booted import boot_to


def records_of(folder, kernel, *words):
    """The records of scenarios that are traced, on the exact platform."""
    booted = boot_to(folder, kernel, "--accel", "exact", "--", "run=scenarios",
                     "trace=on", *words)
    assert booted.status == 0
    return booted.run
