# SPDX-License-Identifier: MIT
"""rows.py - the events as rows of a diagram, each with a caption.

What happens to a slot takes several events: its count, its page's address, its
entry. Where a CPU does these without another one in between, they are one row.
"""
from dataclasses import dataclass

from kmaptimeline import story
from kmaptimeline.model import page_name, page_names

SLOT_WORK = ("count", "address", "entry-set", "entry-clear")
SILENT = ("point", "post", "irqs-on", "irqs-off", "ipi-end")


@dataclass
class Row:
    """Some events of one CPU, as one line."""
    events: list
    caption: str

    @property
    def cpu(self):
        """Whose lane it is in."""
        return self.events[0].cpu

    @property
    def kind(self):
        """What the first of them was."""
        return self.events[0].what

    @property
    def first(self):
        """Index of the first event."""
        return self.events[0].index

    @property
    def last(self):
        """Index of the last one."""
        return self.events[-1].index

    def has_any(self, indices):
        """Is one of these events in it?"""
        return any(event.index in indices for event in self.events)


def slot_list(slots):
    """slot 3; slots 0-7; slots 1, 3."""
    slots = sorted(set(slots))
    if len(slots) == 1:
        return f"slot {slots[0]}"
    if slots == list(range(slots[0], slots[-1] + 1)):
        return f"slots {slots[0]}-{slots[-1]}"
    return "slots " + ", ".join(map(str, slots))


def count_words(count):
    """What a slot's count means (mm/pkmap.h)."""
    if count < 0:
        return f"count {count} (flushing)"
    return f"count {count}" + (" (unused)" if count == 1 else "")


def work_caption(events):
    """A CPU's work on slots, in a line."""
    maps = [event for event in events if event.what == "entry-set"]
    clears = [event for event in events if event.what == "entry-clear"]
    counts = {event.slot: event.count for event in events
              if event.what == "count"}
    said = []
    if maps:
        said.append("maps " + ", ".join(
            f"{page_name(e.page)} in slot {e.slot}" for e in maps))
    if clears:
        said.append("unmaps " + slot_list(e.slot for e in clears))
    mapped = {event.slot for event in maps}
    cleared = {event.slot for event in clears}
    for count in dict.fromkeys(counts.values()):
        slots = {slot for slot, its in counts.items()
                 if its == count and not (slot in mapped and count > 0)}
        if slots:
            said.append(("" if slots == cleared else slot_list(slots) + ": ")
                        + count_words(count))
    if not said:
        said = [f"{page_name(e.page)}: " + (
            "no address" if e.slot is None else f"address of slot {e.slot}")
            for e in events]
    return "; ".join(said)


def access_caption(event):
    """What it wanted, and what it may get."""
    want = f"uses slot {event.slot} for {page_name(event.page)}"
    if not event.is_wrong:
        return want
    others = set(event.reached) - {event.page}
    if not event.reached:
        return want + ": faults"
    may = "may reach" if len(event.reached) > 1 else "reaches"
    return f"{want}: {may} {page_names(others)}"


def flush_caption(events):
    """Which slots leave the TLB."""
    if any(event.slot is None for event in events):
        return "flushes its whole TLB"
    return f"flushes {slot_list(e.slot for e in events)}"


def one_caption(event):
    """Of any other event."""
    words = {
        "call": f"{event.name}({page_name(event.page or 0)})",
        "return": f"gets slot {event.slot}",
        "lock-wait": f"waits for {event.lock}",
        "lock-take": f"takes {event.lock}",
        "lock-release": f"drops {event.lock}",
        "ipi-send": f"sends {event.name}",
        "ipi-take": f"interrupt: {event.name}",
        "ipi-end": "end of interrupt",
        "ack": "acknowledges",
        "ack-wait": "waits until all have flushed",
        "ack-all": "all have flushed",
        "sleep": "sleeps",
        "wake": f"wakes CPU {event.other}",
    }
    return words.get(event.what, event.text or event.what)


def is_silent(event):
    """It makes no row: others say as much, or the lane shows it."""
    if event.what == "return":
        return event.slot is None
    if event.what in ("lock-take", "lock-release", "lock-wait"):
        return event.lock.startswith("pkmap_wait")
    if event.what == "ipi-send" and event.name == "wake-up":
        return True
    if event.what == "wake":
        return event.other == event.cpu  # it queues, and has found a slot
    return event.what in SILENT


def group_of(event):
    """Events of the same group make one row."""
    if event.what in SLOT_WORK:
        return "work"
    return event.what if event.what == "flush" else event.index


def caption(events):
    """What a row says."""
    if events[0].what in SLOT_WORK:
        return work_caption(events)
    if events[0].what == "flush":
        return flush_caption(events)
    if events[0].what == "access":
        return access_caption(events[0])
    return one_caption(events[0])


def goes_on(group, event):
    """Is it more of the same? Unmapping and then mapping is not."""
    if group[-1].cpu != event.cpu or group_of(group[-1]) != group_of(event):
        return False
    return event.what != "entry-set" or group[-1].what == "entry-set"


def seen(timeline):
    """The events that make rows."""
    lanes = timeline.lanes
    return [event for event in timeline.events[:story.end(timeline)]
            if event.cpu in lanes and not is_silent(event)]


def rows(timeline):
    """All rows of a timeline."""
    groups = []
    for event in seen(timeline):
        if groups and goes_on(groups[-1], event):
            groups[-1].append(event)
        else:
            groups.append([event])
    return [Row(events, caption(events)) for events in groups]
