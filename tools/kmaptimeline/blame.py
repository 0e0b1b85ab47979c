# SPDX-License-Identifier: MIT
"""blame.py - which events show what went wrong."""
from kmaptimeline import spans


def stuck(timeline, *kinds):
    """Where a wait or sleep begins that does not end."""
    return {span.begin for span in spans.spans(timeline)
            if span.kind in kinds and span.end is None}


def second_maps(timeline):
    """Where a page is mapped that has a slot already."""
    pages, out = {}, set()
    for event in [*timeline.start, *timeline.events]:
        if event.what == "entry-clear":
            pages.pop(event.slot, None)
        elif event.what == "entry-set":
            if event.page in pages.values():
                out.add(event.index)
            pages[event.slot] = event.page
    return out


def changed_irqs(timeline):
    """Where a call ends with interrupts not as they were when it began."""
    events = timeline.events
    return {span.end for span in spans.spans(timeline)
            if span.kind == "call" and span.end is not None and
            events[span.begin].irqs != events[span.end].irqs}


FINDERS = {
    "stale": lambda timeline: {event.index for event in timeline.wrong},
    "double-map": second_maps,
    "deadlock": lambda timeline: stuck(timeline, "waits"),
    "lost-wakeup": lambda timeline: stuck(timeline, "sleeps"),
    "irq-state": changed_irqs,
}


def wrong_events(timeline):
    """Indices of the events that the verdict is about."""
    return FINDERS.get(timeline.verdict, lambda timeline: set())(timeline)
