# SPDX-License-Identifier: MIT
"""lab.py - lab 1: what is graded."""
from kmapgrade.judges import explore, tests
from kmapgrade.labs import Item, Lab

NOT_OVER = ("run_on", "a CPU did not come to an end: it waits for a step that "
            "nobody tells, or reads without end")
SEEN = (NOT_OVER, ("bench_results.stale", "no CPU has read what the other one "
                   "had removed"))
QUIET = (NOT_OVER,
         ("bench_results.again", "no CPU has read before and after a removal "
          "by the other one"),
         ("bench_results.stale", "a CPU has read what the other one had "
          "removed"))

LAB = Lab(
    title="See a stale TLB",
    source="experiment.c",
    replaces=("tests/kernel/*.c",),
    given=("bench.c",),
    kernel=("kernel.c",),
    cases=("cases.c",),
    control="lab-control",
    defines=("experiment", "repaired"),
    may_use=("bench_map", "bench_unmap", "bench_read", "bench_flush",
             "bench_tell", "bench_await"),
    items=(
        Item("stale", 3, "in every order of steps, a CPU reads what the other "
             "one has removed",
             explore("lab-stale")),
        Item("seen", 2, "in the kernel it does, too",
             tests("the_experiment_reads_what_was_removed", meaning=SEEN)),
        Item("ends", 1, "the experiment also ends where each removal is "
             "flushed",
             explore("lab-ends")),
        Item("repaired", 3, "repaired, it reads before and after a removal, "
             "and never what was removed",
             explore("lab-repaired")),
        Item("quiet", 1, "nor does it in the kernel",
             tests("the_repaired_one_reads_what_is_there", meaning=QUIET)),
    ))
