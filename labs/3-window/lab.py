# SPDX-License-Identifier: MIT
"""lab.py - lab 3: what is graded."""
from kmapgrade.judges import explore, scenarios
from kmapgrade.labs import Item, Lab

LAB = Lab(
    title="The window",
    source="window.c",
    replaces=("mm/highmem.c", "mm/highmem_paths.c"),
    given=("given.c",),
    cases=("cases.c", "labs/control.c"),
    control="lab-control",
    strategy="window",
    defines=("map_new_virtual", "flush_all_zero_pkmaps"),
    may_use=("flush_window", "sleep_for_slot", "pkmap_count",
             "pkmap_page_table", "pkmap_config", "get_pkmap_color",
             "get_next_pkmap_nr", "no_more_pkmaps", "get_pkmap_entries_count",
             "set_page_address", "page_address", "mem_map",
             "kernel_page_flags"),
    items=(
        Item("free", 1, "two pages get two slots of an empty window",
             explore("lab-free")),
        Item("recycle", 2, "slots that nobody uses are used again, and their "
             "addresses reach the new pages",
             explore("lab-recycle")),
        Item("used", 1, "a slot that is in use stays as it is",
             explore("lab-used")),
        Item("flush", 2, "no CPU reaches a page that was in the slot before",
             explore("lab-flush")),
        Item("sleep", 2, "a thread that finds no slot sleeps until there is "
             "one",
             explore("lab-sleep")),
        Item("again", 1, "a page that was mapped while the thread slept is "
             "not mapped twice",
             explore("lab-again")),
        Item("boots", 1, "the kernel boots, and no scenario finds anything",
             scenarios("window", "stale-own", "stale-third", "blind-flusher",
                       "double-map", "lost-wakeup")),
    ))
