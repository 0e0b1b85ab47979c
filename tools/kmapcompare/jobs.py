# SPDX-License-Identifier: MIT
"""jobs.py - what is run, in order: ours and Linux's in turn."""
from kmapcompare.guest import Job

PAIRS = 5         # where a run has its own time each time
MAPS = 400000     # of a run that looks for wrong accesses
SECONDS = 600     # of the guest's time: then it ends in any case
OURS = ("run=rows", "lock=spin", "threads=1", "accounting=none",
        "workload=hot,cycle,empty,ipi,shootdown,local")
BRIEF = (*OURS, "strategy=held,lockless")
LINUX = ("kmap_run=rows",)


def speed():
    """What operations cost."""
    out = []
    for cpus in (1, 2, 8):
        out += [Job("ours", "exact", cpus, OURS),
                Job("released", "exact", cpus, LINUX)]
    for _ in range(PAIRS):
        out += [Job("ours", "tcg", 8, BRIEF),
                Job("released", "tcg", 8, LINUX)]
    return out


# Side by side: both do so many ops, with as many threads.
SIDE = ("run=rows", "lock=spin", "threads=1,2,4,8", "accounting=none",
        "workload=hot,cycle,empty", "ops=4096")


def scaling():
    """What CPUs manage side by side. Linux takes its time to boot."""
    return [Job("ours", "bochs", 8, SIDE, 300, 1800),
            Job("released", "bochs", 8, ("kmap_run=threads",), 900, 1800)]


def stress(kind, what, platform="bochs"):
    """A run of that kind of Linux that looks for wrong accesses. It has news
    each second of its time, which in Bochs takes the host some."""
    lock = "irq" if kind.endswith("irq") else "spin"
    name = "linux-dropped" if kind.startswith("dropped") else "linux"
    return Job(kind, platform, 2, (
        f"kmap_run={what}", f"kmap_maps={MAPS}", f"kmap_seconds={SECONDS}",
        f"kmap_lock={lock}", f"kmap_strategy={name}"),
               120 if platform == "exact" else 300, 1800)


def patched():
    """What the patch changes, and the lock that it is about. In Bochs CPUs are
    side by side; where CPUs hang, QEMU can ask them by NMI."""
    return [stress("released", "stress"), stress("dropped", "stress"),
            stress("released", "shared"), stress("dropped", "shared"),
            stress("irq", "stress", "exact"), stress("dropped-irq", "stress")]


WHAT = {"speed": lambda: speed() + scaling(), "patched": patched,
        "all": lambda: speed() + scaling() + patched()}
