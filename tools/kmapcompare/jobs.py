# SPDX-License-Identifier: MIT
"""jobs.py - what is run, in order: ours and Linux's in turn."""
from kmapcompare.guest import Job

PAIRS = 5         # where a run has its own time each time
SECONDS = 20      # of a run that looks for wrong accesses
SILENCE = 10      # seconds without news, and it hangs: it has some each second
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


def stress(kind, what, seconds=SECONDS):
    """A run of that kind of Linux that looks for wrong accesses."""
    lock = "irq" if kind.endswith("irq") else "spin"
    name = "linux-dropped" if kind.startswith("dropped") else "linux"
    return Job(kind, "mttcg", 2, (
        f"kmap_run={what}", f"kmap_seconds={seconds}", f"kmap_lock={lock}",
        f"kmap_strategy={name}"), SILENCE, seconds * 4 + 120)


def patched():
    """What the patch changes, and the lock that it is about."""
    return [stress("released", "stress"), stress("dropped", "stress"),
            stress("released", "shared"), stress("dropped", "shared"),
            stress("irq", "stress"), stress("dropped-irq", "stress")]


WHAT = {"speed": lambda: speed() + scaling(), "patched": patched,
        "all": lambda: speed() + scaling() + patched()}
