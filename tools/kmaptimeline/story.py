# SPDX-License-Identifier: MIT
"""story.py - where a timeline's story ends, and what came of it, in a sentence.

The explorer ends with its finding, in the middle of a step. A scenario goes on:
deadlocks are dissolved, sleepers are told to give up, pages are unmapped. That
is no part of the story.
"""
from kmaptimeline import blame
from kmaptimeline.model import ANSWERS, page_name, page_names

RUNNER = 0  # in the kernel: the CPU that only directs the others
ENDS = ("access", "entry-set", "sleep", "lock-wait", "ack-wait", "return")


def runner_steps_in(timeline):
    """Index of what the runner of a scenario does to help the others on."""
    return next((event.index for event in timeline.events
                 if event.cpu == RUNNER and event.what not in ANSWERS),
                len(timeline.events))


def after_stale(timeline, wrong):
    """The flush that comes too late still belongs to it."""
    return next((event.index for event in timeline.events[max(wrong):]
                 if event.what == "ack-all"), max(wrong))


def after_map(timeline, index):
    """The CPU releases the lock."""
    mapped = timeline.events[index]
    return next((event.index for event in timeline.events[index:]
                 if event.cpu == mapped.cpu
                 and event.what == "lock-release"), index)


def last_that_matters(timeline):
    """Index of the last event of a scenario's story."""
    wrong = blame.wrong_events(timeline)
    if wrong and timeline.verdict == "stale":
        return after_stale(timeline, wrong)
    if wrong and timeline.verdict == "double-map":
        return after_map(timeline, max(wrong))
    if wrong and timeline.verdict in ("deadlock", "lost-wakeup"):
        return max(wrong)
    events = timeline.events[:runner_steps_in(timeline)]
    last = max((event.index for event in events if event.what in ENDS
                and event.cpu != RUNNER and event.name != "kunmap_high"),
               default=len(timeline.events) - 1)
    return after_map(timeline, last) \
        if timeline.events[last].what == "entry-set" else last


def end(timeline):
    """How many events belong to it."""
    if timeline.source == "kernel":
        return last_that_matters(timeline) + 1
    wrong = timeline.wrong
    return wrong[-1].index + 1 if wrong else len(timeline.events)


def of_stale(event):
    """An access that went wrong."""
    others = set(event.reached) - {event.page}
    if not event.reached:
        return f"CPU {event.cpu} faults: slot {event.slot} is not mapped."
    return f"CPU {event.cpu} uses slot {event.slot} to reach " \
        f"{page_name(event.page)}, but its TLB still says " \
        f"{page_names(others)}: that is the page it reaches."


def of_double_map(event):
    """A page that is mapped twice."""
    return f"CPU {event.cpu} maps {page_name(event.page)} in slot " \
        f"{event.slot}, but it is mapped already: now it has two slots."


TELLERS = {"stale": of_stale, "double-map": of_double_map}


def sentence(timeline):
    """What came of it. The explorer says it well; the kernel speaks of page
    frames, and of how the scenario was played."""
    wrong = sorted(blame.wrong_events(timeline))
    if timeline.source == "kernel" and wrong and timeline.verdict in TELLERS:
        return TELLERS[timeline.verdict](timeline.events[wrong[0]])
    said = "; ".join(part for part in timeline.detail.split("; ")
                     if not part.startswith("forcing ended"))
    if said:
        return said[:1].upper() + said[1:].rstrip(".") + "."
    if any(event.what == "access" for event in timeline.events):
        return "Every access reached the page that it should."
    return "Nothing went wrong."
