# SPDX-License-Identifier: MIT
"""lab.py - lab 4: what is graded."""
import re
import struct
from dataclasses import replace

from kmapgrade import build, judges
from kmapgrade.judges import Judged, explore, scenarios
from kmapgrade.labs import Item, Lab

STRATEGY = "repaired"

# Of the deadlock detector's sentence (smp/deadlock.c), and of lock.h.
WAITER = re.compile(
    r"CPU (?P<cpu>\d+)(?: holds (?P<holds>[\w, ]+?))?, "
    r"interrupts (?P<irqs>on|off), waits for "
    r"(?:(?P<lock>\w+), which CPU (?P<holder>\d+) holds|"
    r"CPU (?P<target>\d+)(?: and others)? to acknowledge a TLB flush)")
THINGS = (None, "kmap_lock", "outer_lock", "acknowledgement")
CYCLES = (("irq-deadlock", "irq_deadlock_cycle", 2),
          ("outer-lock", "outer_lock_cycle", 3))


def detected(sentence):
    """The cycle, as a set of (cpu, holds, irqs off, waits for, of)."""
    return {(int(found["cpu"]), found["holds"], found["irqs"] == "off",
             found["lock"] or "acknowledgement",
             int(found["holder"] or found["target"]))
            for found in WAITER.finditer(sentence)}


def table(kernel, symbol, rows):
    """The same, from the student's table: five words a row."""
    for row in struct.iter_unpack("<5I", build.bytes_of(kernel, symbol)):
        cpu, holds, irqs, waits_for, other = row
        rows -= 1
        yield (cpu, THINGS[holds] if holds < len(THINGS) else "?", irqs == 1,
               THINGS[waits_for] if waits_for < len(THINGS) else "?", other)
    if rows:
        raise ValueError(f"{symbol} is of another size")


def as_handed_out(built):
    """What the detector says of the skeleton: {scenario: sentence}. No file
    of a student has a part in that."""
    out = built.out / "handed-out"
    out.mkdir(parents=True, exist_ok=True)
    kernel = build.kernel(
        built.lab, out, "kmaplab.elf",
        build.kernel_objects(built.lab, built.lab.file, out))
    names = ",".join(scenario for scenario, *_ in CYCLES)
    _, left = judges.boot(replace(built, out=out, kernel=kernel), 4,
                          "run=scenarios", f"scenario={names}",
                          f"strategy={STRATEGY}", "lock=irq")
    return {record["name"]: record["detail"] or ""
            for record in judges.records(left / "results.jsonl")
            if record["kind"] == "scenario"}


def cycle(built):
    """Does the table say what the deadlock detector finds?"""
    sentences = as_handed_out(built)
    for scenario, symbol, rows in CYCLES:
        due = detected(sentences.get(scenario, ""))
        if len(due) != rows:
            return Judged(False, f"{scenario} has no deadlock")
        mine = list(table(built.kernel, symbol, rows))
        wrong = [row for row in mine if row not in due]
        if wrong:
            return Judged(False, f"{symbol}: the detector does not find that "
                          f"{said(wrong[0])}")
        if len(set(mine)) != rows:
            return Judged(False, f"{symbol}: two rows say that "
                          f"{said(mine[0])}")
    return Judged(True)


def said(row):
    """A row of a table, in words."""
    cpu, holds, off, what, other = row
    return (f"CPU {cpu} holds {holds or 'no lock'}, has interrupts "
            f"{'off' if off else 'on'}, and waits for "
            f"{what or 'nothing'} of CPU {other}")


def safe(case):
    """With the lock that turns interrupts off."""
    return explore(case, lock="irq")


LAB = Lab(
    title="Deadlock",
    source="spinlock.c",
    replaces=("smp/spinlock.c", "smp/spinlock_watched.c",
              "mm/highmem_paths.c"),
    given=("given.c",),
    cases=("cases.c", "labs/control.c"),
    control="lab-control",
    strategy=STRATEGY,
    defines=("irq_deadlock_cycle", "outer_lock_cycle",
             "flush_all_zero_pkmaps", "spin_lock", "spin_lock_irq",
             "spin_lock_irqsave"),
    may_use=("kmap_lock", "lock_kmap", "unlock_kmap", "pkmap_zero_unused",
             "pkmap_mark_unused", "pkmap_flush_window", "pkmap_flush_slots",
             "pkmap_count", "pkmap_config", "pkmap_wake_all", "spin_unlock",
             "spin_unlock_irq", "spin_unlock_irqrestore",
             "flush_tlb_kernel_range", "tlb_serve_shootdowns",
             "spin_wait_begin", "spin_wait_turn", "spin_wait_end",
             "sim_lock_taken", "sim_lock_released"),
    items=(
        Item("cycle", 2, "the tables say who holds what and waits for whom",
             cycle),
        Item("locker", 1, "two threads map a page each, and neither waits for "
             "ever", safe("lab-locker")),
        Item("caller", 1, "a CPU that has interrupts off when it asks for the "
             "lock does not block the flusher", safe("lab-caller")),
        Item("outer", 1, "a CPU that waits for another lock does not block "
             "the flusher", safe("lab-outer")),
        Item("handler", 1, "a handler does not wait for the CPU that it "
             "interrupted", safe("lab-handler")),
        Item("irqs", 1, "who turned interrupts off is not interrupted while "
             "it waits for a lock", safe("lab-irqs")),
        Item("stale", 1, "no CPU reaches a page that was in the slot before",
             safe("lab-stale")),
        Item("double", 1, "no page gets two slots", safe("lab-double")),
        Item("boots", 1, "the kernel boots, and no scenario finds anything",
             scenarios(STRATEGY, "irq-deadlock", "stale-own", "stale-third",
                       "blind-flusher", "double-map", "lost-wakeup",
                       "outer-lock", lock="irq")),
    ))
