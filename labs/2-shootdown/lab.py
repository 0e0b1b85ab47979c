# SPDX-License-Identifier: MIT
"""lab.py - lab 2: what is graded."""
from kmapgrade.judges import explore, scenarios
from kmapgrade.labs import Item, Lab

LAB = Lab(
    title="Shoot it down",
    source="tlb.c",
    replaces=("smp/tlb.c",),
    given=("given.c",),
    cases=("cases.c",),
    control="lab-control",
    defines=("flush_tlb_kernel_range", "tlb_serve_shootdowns"),
    may_use=("tlb_box", "cpus_online_but_me", "cpu_online_mask",
             "spin_wait_begin", "spin_wait_turn", "spin_wait_end",
             "spin_poll"),
    items=(
        Item("own", 1, "one CPU flushes a range from its own TLB",
             explore("lab-own")),
        Item("ack", 2, "when the flush returns, the other CPU has flushed",
             explore("lab-ack")),
        Item("all", 1, "when the flush returns, both other CPUs have flushed",
             explore("lab-all")),
        Item("twice", 1, "a second flush waits for answers of its own",
             explore("lab-twice")),
        Item("both", 2, "two CPUs flush at the same time: each answers the "
             "other one, and neither waits for ever",
             explore("lab-both")),
        Item("third", 1, "a CPU that two others ask answers both, each for "
             "what it wants flushed",
             explore("lab-third")),
        Item("online", 1, "a CPU that comes online during a flush is asked, "
             "or comes too late to see the old entry",
             explore("lab-online")),
        Item("boots", 1, "the kernel boots, and no scenario finds a stale TLB",
             scenarios("held", "stale-own", "stale-third", "double-map")),
    ))
