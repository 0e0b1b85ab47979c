# SPDX-License-Identifier: MIT
"""lab.py - lab 6: what is graded."""
import importlib.util
from pathlib import Path

from kmapgrade.judges import Judged, boot, explore, records
from kmapgrade.labs import Item, Lab

CASES = ("once", "blind", "same", "half", "remap", "return", "lost", "flush",
         "third")
PLAYED = ("stale-own", "stale-third", "blind-flusher", "double-map",
          "lost-wakeup", "irq-deadlock")


def load_speed():
    """speed.py, which is beside this file."""
    spec = importlib.util.spec_from_file_location(
        "speed", Path(__file__).with_name("speed.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


speed = load_speed()


def once(judge):
    """Items that need the same of a file have it judged once."""
    known = {}

    def call(built, *words):
        key = (id(built), *words)
        if key not in known:  # `built` is kept, so that its id stays its own
            known[key] = built, judge(built, *words)
        return known[key][1]
    return call


measure = once(speed.measure)


def played_safely(built, lock):
    """Scenarios are judged by what happened, and not by what the strategy
    claims."""
    _, out = boot(built, 4, "run=scenarios", "strategy=mine", f"lock={lock}",
                  f"scenario={','.join(PLAYED)}")
    found = {record["name"]: record for path in out.glob("results*.jsonl")
             for record in records(path) if record["kind"] == "scenario"}
    for name in PLAYED:
        if name not in found:
            return Judged(False, f"the kernel did not come to {name}")
        for what in ("verdict", "control"):
            if found[name][what] != "safe":
                return Judged(False, f"{name}: {what} {found[name][what]}")
    return Judged(True)


@once
def correct(built, lock):
    """The explorer and the kernel find nothing."""
    for case in CASES:
        judged = explore(f"lab-{case}", "mine", lock)(built)
        if not judged.right:
            return judged
    return played_safely(built, lock)


def right(lock):
    """A judge."""
    return lambda built: correct(built, lock)


def costs(*names):
    """A map costs no more than with the goal. What is not right has no
    figures."""
    def judge(built):
        if not (correct(built, "spin").right and correct(built, "irq").right):
            return Judged(False, "what is wrong has no place here: see right "
                          "and irq")
        found = measure(built, speed.BASE, "mine")
        if any((strategy, name) not in found for name in names
               for strategy in (speed.BASE, "mine")):
            return Judged(False, "the benchmark did not come to its end")
        leaders = tuple((speed.METRICS[name][3],
                         round(found["mine", name], 1)) for name in names)
        for name in names:
            most = speed.limit(found, name)
            if found["mine", name] > most:
                return Judged(False, f"{speed.METRICS[name][3]}: "
                              f"{found['mine', name]:.1f}, more than "
                              f"{most:.1f}", leaders=leaders)
        return Judged(True, leaders=leaders)
    judge.keep = speed.keep
    return judge


LAB = Lab(
    title="Make it scale",
    source="mine.c",
    given=("given.c",),
    cases=("cases.c", "labs/control.c"),
    control="lab-control",
    strategy="mine",
    defines=("mine",),
    may_use=("kmap_lock", "lock_kmap", "unlock_kmap", "lock_kmap_any",
             "unlock_kmap_any", "pkmap_count", "pkmap_count_add",
             "pkmap_page_table", "pkmap_config", "pkmap_zero_unused",
             "pkmap_mark_unused", "pkmap_flush_window", "pkmap_flush_slots",
             "pkmap_wake_all", "get_pkmap_color", "get_next_pkmap_nr",
             "no_more_pkmaps", "get_pkmap_entries_count",
             "get_pkmap_wait_queue_head", "set_page_address", "page_address",
             "kmap_locked", "kunmap_unpinned", "window_starving",
             "window_sleepers", "mem_map", "kernel_page_flags", "wake_up",
             "spin_lock", "spin_unlock", "spin_lock_irq", "spin_unlock_irq",
             "spin_lock_irqsave", "spin_unlock_irqrestore", "spin_wait_begin",
             "spin_wait_turn", "spin_wait_end", "flush_tlb_kernel_range",
             "cpu_online_mask", "cpus_online_but_me", "sim_lock_taken",
             "sim_lock_released", "sim_pte_read", "sim_pte_xchg",
             "sim_set_pte"),
    items=(
        Item("right", 1, "with lock=spin, explorer and kernel find nothing",
             right("spin")),
        Item("irq", 2, "nor with lock=irq", right("irq")),
        Item("hit1", 2, "on 1 CPU a hit costs no more than the goal",
             costs("hit1")),
        Item("miss1", 1, "on 1 CPU a miss costs no more than the goal",
             costs("miss1")),
        Item("hit8", 3, "on 8 CPUs a hit takes no longer than the goal",
             costs("hit8")),
        Item("miss8", 1, "on 8 CPUs a miss takes no longer, and no more "
             "interrupts, than the goal", costs("miss8", "ipis8")),
    ))
