# SPDX-License-Identifier: MIT
"""platforms.py - the platforms that the kernel can run on, and their defaults.
"""
from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    """A platform, and what it has unless the user says otherwise."""
    name: str
    summary: str
    emulator: str      # "qemu" or "bochs"
    cpu: str = None    # CPU model; QEMU's pentium3 has 36 address bits
    options: tuple = ()  # for the emulator
    word: str = None   # value of platform=; None: the kernel finds out itself
    cpus: int = 8
    most_cpus: int = 255  # supported by the emulator
    mem: int = 6144    # MiB
    in_turn: bool = False  # CPUs take turns, each for many instructions
    measure: tuple = ()  # kernel parameters if the user names no job


ALL = (
    Platform("exact", "QEMU's TCG, the clock counts instructions", "qemu",
             "pentium3", ("-icount", "shift=3,sleep=off",
                          "-rtc", "base=2024-01-01,clock=vm"),
             word="exact", cpus=4, in_turn=True,
             measure=("threads=1",)),
    # With more memory Bochs starts more slowly.
    Platform("bochs", "Bochs, CPUs side by side, the clock counts "
             "instructions", "bochs", "p3_katmai", cpus=8, most_cpus=15,
             mem=512, measure=(
                 "run=rows", "workload=hot,cycle,ipi,shootdown,local")),
    Platform("tcg", "QEMU's TCG, all CPUs on one host thread", "qemu",
             "pentium3", ("-accel", "tcg,thread=single"), word="tcg"),
    Platform("mttcg", "QEMU's TCG, a host thread for each CPU", "qemu",
             "pentium3", ("-accel", "tcg,thread=multi"), word="mttcg"),
    Platform("kvm", "QEMU's KVM, on the host's processor", "qemu",
             None, ("-accel", "kvm"), word="kvm"),
)
PLATFORMS = {platform.name: platform for platform in ALL}
