# SPDX-License-Identifier: MIT
"""rows.py - what is checked, and what must come out of it: one table.

It means the same as scenario/expected.c; test_quick.py compares the two.
"""
from dataclasses import dataclass

# The kernel's words: record/verdict.c.
STALE, DOUBLE, COUNT, DEADLOCK, LOST = \
    "stale", "double-map", "bad-count", "deadlock", "lost-wakeup"
# As FIND in kmap.pml has them, and the name there of the assertion.
KINDS = {STALE: (1, "stale"), DOUBLE: (2, "double_map"),
         COUNT: (16, "bad_count"), DEADLOCK: (4, "deadlock"),
         LOST: (8, "lost_wakeup")}


@dataclass(frozen=True)
class Row:
    """One configuration. `expected` is a tuple of kinds; empty: safe."""
    strategy: str
    lock: str
    cpus: int
    expected: tuple = ()
    defect: str = "nothing"   # BREAK: planted
    ops: int = 1              # how often each CPU maps a page
    mappers: int = 0          # how many CPUs do; 0: all
    pages: int = 3
    flushes: bool = True      # it may call kmap_flush_unused() instead
    outer: bool = False       # or kmap_high_get() under another lock
    handlers: bool = False    # an interrupt on CPU 0 uses kmap_high_get()
    preempt: bool = False     # CPU 0 has two threads, which preempt each other
    start: str = "any"
    quick: bool = True        # part of `make test`

    def what(self):
        """The strategy, and what is special."""
        return ", ".join([self.strategy] + ["outer lock"] * self.outer +
                         ["in handlers"] * self.handlers +
                         ["preempt"] * self.preempt +
                         [self.defect] * (self.defect != "nothing"))

    def name(self):
        """For people."""
        return f"{self.what()}, lock={self.lock}, {self.cpus} CPUs"

    def verdict(self, kinds):
        """In words."""
        return ", ".join(kind for kind in KINDS if kind in kinds) or "safe"


# What the model has no form of: it maps all pages under the lock.
NOT_MODELLED = {"clock", "percpu"}

EXPECTED = {
    "held": {"spin": (), "irq": (DEADLOCK,)},
    "dropped": {"spin": (STALE, DOUBLE, LOST), "irq": (STALE, DOUBLE, LOST)},
    "recheck": {"spin": (STALE, LOST), "irq": (STALE, LOST)},
    "quarantine": {"spin": (), "irq": ()},
    "polled": {"spin": (), "irq": ()},
    "epoch": {"spin": (), "irq": ()},
    "cpumask": {"spin": (), "irq": ()},
    "lockless": {"spin": (), "irq": ()},
}

# Each shows that the model can fail, and would, if the code had that defect.
CONTROLS = [
    Row("held", "spin", 2, (STALE,), "no_remote_flush"),
    Row("held", "spin", 2, (LOST,), "no_wake_up"),
    Row("held", "spin", 2, (COUNT,), "keep_address"),
    Row("quarantine", "spin", 2, (DOUBLE,), "no_recheck"),
    # With one map each it takes a third CPU; with two, it does not.
    Row("quarantine", "spin", 2, (STALE,), "publish_all", ops=2),
    Row("quarantine", "spin", 3, (STALE,), "publish_all",
        quick=False),
    Row("quarantine", "spin", 1, (STALE,), "mark_by_cpu", preempt=True,
        ops=2, start="full"),
    Row("quarantine", "spin", 1, (DEADLOCK,), "lock_preempted", preempt=True,
        quick=False),
    Row("quarantine", "spin", 2, (LOST,), "no_publish_wake"),
    Row("epoch", "spin", 2, (STALE,), "store_first"),
    Row("epoch", "spin", 2, (STALE,), "raise_first",
        flushes=False, quick=False),
    Row("polled", "irq", 3, (DEADLOCK,), "poll_kmap_only", outer=True,
        start="full", flushes=False, quick=False),
    Row("cpumask", "spin", 2, (STALE,), "hand_over"),
    Row("lockless", "spin", 2, (STALE,), "no_verify"),
]


def basic(strategy, lock, expected):
    """With 2 CPUs and with 3. What would take too long is smaller."""
    many = strategy in ("lockless", "epoch")
    yield Row(strategy, lock, 2, expected)
    yield Row(strategy, lock, 3, expected, flushes=False, quick=False,
              mappers=2 if strategy == "epoch" else 3,
              start="full" if many else "any")


def any_context(strategy, expected):
    """Callers of kmap_high_get() that have interrupts off: lock=irq."""
    yield Row(strategy, "irq", 2, expected, handlers=True, start="full",
              flushes=False, quick=False)
    if strategy in ("held", "polled", "quarantine"):
        yield Row(strategy, "irq", 3, expected, outer=True, start="full",
                  flushes=False, quick=False)


def preempted(strategy, expected):
    """Two threads on one CPU. What it takes the other CPUs to find is in the
    other rows."""
    if strategy == "epoch":
        return
    many = strategy in ("quarantine", "lockless")
    yield Row(strategy, "spin", 1, expected, preempt=True, ops=2,
              start="full" if many else "any", quick=strategy == "quarantine")
    if strategy == "quarantine":
        yield Row(strategy, "spin", 2, expected, preempt=True, start="full",
                  quick=False)


def rows():
    """All of them."""
    out = []
    for strategy, locks in EXPECTED.items():
        for lock, expected in locks.items():
            out += basic(strategy, lock, expected)
        if not set(locks["irq"]) & {STALE, DOUBLE}:
            out += any_context(strategy, locks["irq"])
        out += preempted(strategy, locks["spin"])
    return out + CONTROLS
