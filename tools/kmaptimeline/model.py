# SPDX-License-Identifier: MIT
"""model.py - the events of a timeline, and what they are of."""
import re
from dataclasses import dataclass, field, fields

from kmapreport import records as reader

NO_PAGE = 31  # the number of what is none of the pages
ANSWERS = ("ipi-take", "ipi-end", "flush", "ack", "point", "irqs-on",
           "irqs-off")


@dataclass(frozen=True)
class Event:
    """One record `event`; `index` is its place in the timeline."""
    index: int
    at: int
    cpu: int
    what: str
    irqs: str
    slot: int | None = None
    page: int | None = None
    other: int | None = None
    lock: str | None = None
    name: str | None = None
    count: int | None = None
    reached: tuple | None = None
    text: str | None = None

    @property
    def is_wrong(self):
        """An access that reached, or may have, another page than it should,
        or none."""
        return self.what == "access" and set(self.reached) != {self.page}


FIELDS = [its.name for its in fields(Event) if its.name != "index"]


def event_of(index, record):
    """An event from its record."""
    values = {name: record[name] for name in FIELDS}
    if values["reached"] is not None:
        values["reached"] = tuple(values["reached"])
    return Event(index, **values)


@dataclass
class Timeline:
    """A record `timeline` and its events. Those that say how things were at
    the start are apart: `start`."""
    heading: dict
    start: list = field(default_factory=list)
    events: list = field(default_factory=list)

    def __getattr__(self, name):
        """Fields of the heading: name, title, strategy, verdict..."""
        try:
            return self.__dict__["heading"][name]
        except KeyError:
            raise AttributeError(name) from None

    def add(self, record):
        """Take the next event."""
        if not self.events and record["text"] is None:
            self.start.append(event_of(-1, record))
        else:
            self.events.append(event_of(len(self.events), record))

    @property
    def lanes(self):
        """The CPUs, in order: those that do more than answer others, and
        (in the kernel, CPU 0 does) direct a scenario. In the explorer also
        those of which the finding speaks: an idle CPU has a TLB, too."""
        busy = {event.cpu for event in self.events
                if event.what not in ANSWERS and not
                (self.source == "kernel" and event.cpu == 0)}
        if self.source == "explorer":
            busy |= {int(cpu) for cpu in re.findall(r"CPU (\d+)",
                                                    self.detail or "")}
        return sorted(busy) or list(range(self.cpus))

    @property
    def wrong(self):
        """The accesses that went wrong."""
        return [event for event in self.events if event.is_wrong]


def page_name(page):
    """As in the explorer's words."""
    return "no page at all" if page == NO_PAGE else f"P{page}"


def page_names(pages):
    """One or several."""
    return " or ".join(page_name(page) for page in sorted(pages)) or "nothing"


def of_records(records):
    """The timelines among records."""
    out = []
    for record in records:
        if record["kind"] == "timeline":
            out.append(Timeline(record))
        elif record["kind"] == "event" and out:
            out[-1].add(record)
    return out


def load(path):
    """The timelines in a file of records."""
    return of_records(reader.load(path).records)
