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


def lasting(timeline, kind):
    """Where CPUs begin what they could not end by themselves: a scenario ended
    it, much later than anything else takes."""
    events = timeline.events
    longest = {}
    for span in spans.spans(timeline):
        if span.kind == kind and span.cpu in timeline.lanes:
            end = events[-1 if span.end is None else span.end].at
            longest[span.cpu] = max(longest.get(span.cpu, (0, 0)),
                                    (end - events[span.begin].at, span.begin))
    most = max(longest.values(), default=(0, 0))[0]
    return {begin for time, begin in longest.values() if time * 2 > most}


def held_up(timeline, kind):
    """Where waits or sleeps begin that do not end, or not by themselves."""
    if timeline.source == "kernel":
        return lasting(timeline, kind)
    return stuck(timeline, kind)


def changed_irqs(timeline):
    """Where a CPU that called with interrupts off has them on."""
    calls = {}
    for event in timeline.events:
        if event.what == "call":
            calls[event.cpu] = event.irqs
        elif calls.get(event.cpu) == "off" and event.irqs == "on" and \
                event.what not in ("irqs-on", "lock-release", "point"):
            return {event.index}
    return set()


FINDERS = {
    "stale": lambda timeline: {event.index for event in timeline.wrong},
    "double-map": second_maps,
    "deadlock": lambda timeline: held_up(timeline, "waits"),
    "lost-wakeup": lambda timeline: held_up(timeline, "sleeps"),
    "irq-state": changed_irqs,
}


def wrong_events(timeline):
    """Indices of the events that the verdict is about."""
    return FINDERS.get(timeline.verdict, lambda timeline: set())(timeline)
