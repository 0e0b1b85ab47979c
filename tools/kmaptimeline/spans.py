# SPDX-License-Identifier: MIT
"""spans.py - what lasts: locks held and waited for, interrupts off, handlers,
sleep; and what goes from one CPU to another."""
from dataclasses import dataclass

from kmaptimeline.model import ANSWERS


@dataclass(frozen=True)
class Span:
    """From one event to another on a CPU; `end` is None if it does not end."""
    cpu: int
    kind: str    # held, waits, irqs-off, handler, sleeps, call
    begin: int   # index of the event
    end: int | None
    name: str | None = None


@dataclass(frozen=True)
class Arrow:
    """From an event on one CPU to one on another; `end` is None if it never
    arrives."""
    kind: str   # interrupt, ack, wake
    begin: int
    source: int
    end: int | None
    target: int
    name: str | None = None


OPENS = {"lock-wait": "waits", "lock-take": "held", "ipi-take": "handler",
         "call": "call", "ack-wait": "waits", "sleep": "sleeps"}
CLOSES = {"lock-take": "waits", "lock-release": "held", "ipi-end": "handler",
          "return": "call", "ack-all": "waits"}


def key_of(kind, event):
    """What has to match between begin and end."""
    return event.lock if kind == "held" else None


def close(open_spans, kind, event):
    """End the span that this event ends, if there is one."""
    for span in reversed(open_spans):
        if span.cpu == event.cpu and span.kind == kind and \
                (kind != "held" or span.name == event.lock):
            open_spans.remove(span)
            return [Span(span.cpu, kind, span.begin, event.index, span.name)]
    return []


def name_of(event):
    """Of the lock, the call, the interrupt."""
    return event.lock or event.name


def spans(timeline):
    """All spans but interrupts off, in the order in which they begin."""
    out, still = [], []
    for event in timeline.events:
        if event.what != "sleep" and event.what not in ANSWERS:
            out += close(still, "sleeps", event)
        if event.what in CLOSES:
            out += close(still, CLOSES[event.what], event)
        if event.what in OPENS:
            still.append(Span(event.cpu, OPENS[event.what], event.index, None,
                              name_of(event)))
    return sorted(out + still, key=lambda span: span.begin)


def irqs_off(timeline):
    """When a CPU's interrupts are off, handlers included. If it takes an
    interrupt they were on before, and are after it."""
    out, since, last = [], {}, {}
    for event in timeline.events:
        off = event.irqs != "on" and event.what != "ipi-end"
        if event.what == "ipi-take" and event.cpu in since:
            out.append(Span(event.cpu, "irqs-off", since.pop(event.cpu),
                            last[event.cpu] + 1))
        last[event.cpu] = event.index
        if off and event.cpu not in since:
            since[event.cpu] = event.index
        elif not off and event.cpu in since:
            out.append(Span(event.cpu, "irqs-off", since.pop(event.cpu),
                            event.index))
    out += [Span(cpu, "irqs-off", begin, None) for cpu, begin in since.items()]
    return sorted(out, key=lambda span: (span.begin, span.cpu))


def arrival(timeline, sent, cpu):
    """Where that CPU takes the interrupt that was sent to it."""
    for event in timeline.events[sent.index + 1:]:
        if event.cpu == cpu and event.what == "ipi-take" and \
                event.name == sent.name:
            return event.index
    return None


def next_on(timeline, index, cpu, what=None):
    """The next event there."""
    for event in timeline.events[index + 1:]:
        if event.cpu == cpu and what in (None, event.what):
            return event.index
    return None


def arrows_of(timeline, event):
    """What leaves with this event."""
    if event.what == "ipi-send":
        targets = timeline.lanes if event.other is None else [event.other]
        return [Arrow("interrupt", event.index, event.cpu,
                      arrival(timeline, event, cpu), cpu, event.name)
                for cpu in targets
                if cpu != event.cpu and cpu in timeline.lanes]
    if event.what in ("ack", "wake") and event.other in timeline.lanes \
            and event.other != event.cpu:
        what = "ack-all" if event.what == "ack" else None
        return [Arrow(event.what, event.index, event.cpu,
                      next_on(timeline, event.index, event.other, what),
                      event.other)]
    return []


def arrows(timeline):
    """All of them."""
    return [arrow for event in timeline.events
            for arrow in arrows_of(timeline, event)]
