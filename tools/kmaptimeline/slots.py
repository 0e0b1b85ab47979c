# SPDX-License-Identifier: MIT
"""slots.py - what the page table says of each slot, and what each CPU's TLB may
say, after each event.

A processor may take a present entry into its TLB at any time, and keep it until
it flushes. So a CPU's TLB may have what the entry says now, and everything that
it has said since that CPU last flushed the slot.
"""
from dataclasses import dataclass


@dataclass(frozen=True)
class SlotState:
    """Of one slot, at one moment."""
    page: int | None = None   # what the entry maps
    count: int | None = None
    old: tuple = ()           # by lane: pages that its TLB may still have

    def stale(self, lane):
        """What that CPU's TLB may have and the entry does not say."""
        return self.old[lane] - {self.page}


class Window:
    """Follows the events; has the state of all slots after each: `history`."""

    def __init__(self, timeline):
        self.timeline = timeline
        self.lanes = timeline.lanes
        self.page, self.count = {}, {}   # by slot
        self.old = {}                    # by (CPU, slot): pages
        for event in timeline.start:
            self.take(event)
        self.first = {slot: self.state(slot) for slot in self.slots()}
        self.history = {slot: [] for slot in self.slots()}
        for event in timeline.events:
            self.take(event)
            for slot, states in self.history.items():
                states.append(self.state(slot))

    def slots(self):
        """All slots that are heard of."""
        return sorted({event.slot for event in [*self.timeline.start,
                                                *self.timeline.events]
                       if event.slot is not None})

    def state(self, slot):
        """How it is now."""
        return SlotState(self.page.get(slot), self.count.get(slot), tuple(
            frozenset(self.old.get((cpu, slot), ())) for cpu in self.lanes))

    def leave(self, slot):
        """The entry is about to change: any TLB may have it as it was."""
        page = self.page.get(slot)
        if page is None or self.timeline.tlbs == "perfect":
            return
        for cpu in self.lanes:
            self.old.setdefault((cpu, slot), set()).add(page)

    def take(self, event):
        """One more event."""
        if event.what == "count":
            self.count[event.slot] = event.count
        elif event.what == "entry-set":
            self.leave(event.slot)
            self.page[event.slot] = event.page
        elif event.what == "entry-clear":
            self.leave(event.slot)
            self.page.pop(event.slot, None)
        elif event.what == "flush":
            for cpu, slot in list(self.old):
                if cpu == event.cpu and event.slot in (None, slot):
                    self.old.pop((cpu, slot))

    def before(self, slot, index):
        """The state of a slot before an event."""
        return self.history[slot][index - 1] if index else self.first[slot]


AT_MOST = 2  # slots that are drawn, with up to as many CPUs; else one


def that_matter(timeline):
    """The slots to look at: of wrong accesses; of pages that are mapped twice;
    or else those that somebody was given."""
    wrong = [event.slot for event in timeline.wrong]
    given = [event.slot for event in timeline.events
             if event.what == "entry-set"]
    touched = [event.slot for event in timeline.events
               if event.what in ("entry-clear", "count")]
    rest = [event.slot for event in timeline.start]
    order = [*wrong, *given, *touched] or rest
    most = AT_MOST if len(timeline.lanes) <= AT_MOST else 1
    if wrong:
        most = len(set(wrong))
    if timeline.verdict == "double-map":
        most = AT_MOST
    return sorted(list(dict.fromkeys(order))[:most])
