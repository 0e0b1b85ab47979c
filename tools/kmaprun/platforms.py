# SPDX-License-Identifier: MIT
"""platforms.py - the machines that a kernel can be run on, by name.

All that depends on the name is in this table; nobody compares names.
"""
from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    """One of them, and what it has if the user does not say."""
    name: str
    summary: str
    emulator: str      # "qemu" or "bochs"
    cpu: str = None    # model; QEMU's has 36 address bits, as PAE has
    options: tuple = ()  # for the emulator
    word: str = None   # what platform= tells the kernel; None: it knows
    cpus: int = 8
    most_cpus: int = 255  # that the emulator can have
    mem: int = 6144    # MiB
    in_turn: bool = False  # CPUs take turns by counted instructions
    measure: tuple = ()  # parameters for the kernel's own choice of job


ALL = (
    Platform("exact", "QEMU's TCG, the clock counts instructions", "qemu",
             "pentium3", ("-icount", "shift=3,sleep=off",
                          "-rtc", "base=2024-01-01,clock=vm"),
             word="exact", cpus=4, in_turn=True,
             measure=("threads=1",)),
    # From 3 to 4 GiB its memory is lost, and above it starts slowly.
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
