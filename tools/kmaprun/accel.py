# SPDX-License-Identifier: MIT
"""accel.py - the ways QEMU can run the guest's processors."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Accel:
    """One way: QEMU's options, and what the kernel is told it is."""
    summary: str
    platform: str
    options: tuple
    cpu: str  # model; TCG's default has a 36-bit physical address, as PAE


ACCELS = {
    "tcg": Accel(
        "TCG, all CPUs on one host thread", "tcg",
        ("-accel", "tcg,thread=single"), "pentium3"),
    "mttcg": Accel(
        "TCG, a host thread for each CPU", "mttcg",
        ("-accel", "tcg,thread=multi"), "pentium3"),
    "exact": Accel(
        "TCG, the clock counts instructions", "exact",
        ("-icount", "shift=3,sleep=off",
         "-rtc", "base=2024-01-01,clock=vm"), "pentium3"),
    "kvm": Accel(
        "KVM, the host's processor", "kvm", ("-accel", "kvm"), None),
}
