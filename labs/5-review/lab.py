# SPDX-License-Identifier: MIT
"""lab.py - lab 5: what is graded."""
from kmapgrade.judges import (Judged, explore, how_it_ended, scenarios, search,
                              shortest)
from kmapgrade.labs import ROOT, Item, Lab

# A handout may come without some of them.
RIGHT = [name for name in ("held", "quarantine")
         if (ROOT / f"mm/strategy/{name}.c").exists()] + ["repaired"]


def play(built, scene, strategy, due):
    """None if a scene ends as it should with a strategy; else Judged."""
    record, done = search(built, f"scene-{scene}", strategy, "spin",
                          "--as-found")
    if not record or done.status not in (0, 1):
        return how_it_ended(done, "the explorer")
    found = record["verdict"]
    if found == due and (found != "safe" or record["complete"]):
        return None
    trace = shortest(built, record).trace if found != "safe" else ""
    if found == "broken promise":
        found, trace = trace.partition("=> ")[2].partition("\n\n")[0], ""
    return Judged(False, f"with {strategy}: {found}; it should be {due}",
                  trace)


def shows(defect, finding):
    """The scene shows this defect, and no other one."""
    due = [("dropped", finding), *((name, "safe") for name in RIGHT),
           (f"without-{defect}", "safe"), (f"only-{defect}", finding)]

    def judge(built):
        for strategy, verdict in due:
            judged = play(built, defect, strategy, verdict)
            if judged:
                return judged
        return Judged(True)
    return judge


def explore_all(*cases):
    """Several cases of the explorer are safe."""
    def judge(built):
        for case in cases:
            judged = explore(case)(built)
            if not judged.right:
                return judged
        return Judged(True)
    return judge


SCENE = ("a scene that goes wrong in this way if a strategy has this defect, "
         "and is safe if it has all others")

LAB = Lab(
    title="A patch review",
    source="review.c",
    given=("given.c",),
    explorer=("variants.c",),
    cases=("cases.c", "labs/control.c"),
    control="lab-control",
    strategy="review",
    defines=("d1", "d2", "d3", "d4", "d7", "review_flush",
             "review_slot_turned_up"),
    may_use=("lock_kmap", "unlock_kmap", "pkmap_zero_unused",
             "pkmap_mark_unused", "pkmap_flush_window", "pkmap_flush_slots",
             "pkmap_wake_all", "pkmap_count", "pkmap_config",
             "get_pkmap_wait_queue_head", "wake_up", "sim_remark"),
    items=(
        Item("d1", 1, f"stale: {SCENE}", shows("d1", "stale")),
        Item("d2", 1, f"stale: {SCENE}", shows("d2", "stale")),
        Item("d3", 1, f"stale: {SCENE}", shows("d3", "stale")),
        Item("d4", 1, f"double-map: {SCENE}", shows("d4", "double-map")),
        Item("d7", 1, f"lost-wakeup: {SCENE}", shows("d7", "lost-wakeup")),
        Item("stale", 1, "no CPU reaches another page than its own",
             explore_all("once2", "blind", "third", "gap")),
        Item("twice", 1, "a page that was mapped meanwhile is not mapped "
             "again", explore_all("same2", "half")),
        Item("wakes", 1, "no thread sleeps while a slot is unused",
             explore_all("lost", "flush", "colors")),
        Item("deadlock", 1, "a CPU that wants the lock with interrupts off "
             "gets it",
             explore("reuse", lock="irq")),
        Item("boots", 1, "the kernel boots with lock=irq, and no scenario "
             "finds anything",
             scenarios("review", "irq-deadlock", "stale-own", "stale-third",
                       "blind-flusher", "double-map", "lost-wakeup",
                       lock="irq")),
    ))
