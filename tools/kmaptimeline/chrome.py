# SPDX-License-Identifier: MIT
"""chrome.py - a timeline in the Trace Event Format, which Perfetto
(ui.perfetto.dev) and chrome://tracing open.

A thread is a CPU. What lasts is a slice: `X` where its end is known, else `B`
and `E`, so that a wait that never ends is closed by the end of the trace. Each
event is a short slice as well, since flow events (interrupts on their way,
acknowledgements, wake-ups) begin and end in slices. Time is in microseconds
there; here one stands for a tick of the timeline's clock, or, as several events
may have the same step, for a tenth of a step.
"""
from kmaptimeline import blame, spans, story
from kmaptimeline.rows import caption

PID = 1
PER_STEP = 10
NAMES = {"waits": "waits for", "held": "holds", "handler": "interrupt:",
         "sleeps": "sleeps", "call": "in", "irqs-off": "interrupts off"}


def times(timeline):
    """`ts` of each event: later than those before it on all CPUs."""
    out, last = [], -1
    start = timeline.events[0].at if timeline.events else 0
    scale = PER_STEP if timeline.unit == "steps" else 1
    for event in timeline.events:
        last = max(last + 1, (event.at - start) * scale)
        out.append(last)
    return out


class Trace:
    """What becomes of one timeline."""

    def __init__(self, timeline):
        self.timeline = timeline
        self.events = timeline.events[:story.end(timeline)]
        self.ts = times(timeline)
        self.end = (self.ts[len(self.events) - 1] if self.events else 0) + 2
        self.wrong = blame.wrong_events(timeline)
        self.out = []

    def put(self, phase, cpu, index, **fields):
        """One event; `index` says when."""
        ts = self.end if index is None else self.ts[index]
        self.out.append({"ph": phase, "pid": PID, "tid": cpu, "ts": ts,
                         **fields})

    def name_all(self):
        """Names of the process and of its threads: they have no time."""
        timeline = self.timeline
        self.out.append({"ph": "M", "pid": PID, "name": "process_name",
                         "args": {"name": f"{timeline.name}, "
                                  f"{timeline.strategy}, "
                                  f"lock={timeline.lock}"}})
        for cpu in sorted({event.cpu for event in self.events}):
            self.out.append({"ph": "M", "pid": PID, "tid": cpu,
                             "name": "thread_name",
                             "args": {"name": f"CPU {cpu}"}})

    def moments(self):
        """Each event: a slice of one tick; and an instant where it is what the
        verdict is about."""
        for event in self.events:
            words = caption([event])
            args = {key: value for key, value in vars(event).items()
                    if value is not None and key not in ("index", "text")}
            self.put("X", event.cpu, event.index, dur=1, name=words,
                     cat=event.what, args=args)
            if event.index in self.wrong:
                self.put("i", event.cpu, event.index, s="t",
                         name=f"{self.timeline.verdict}: {words}")

    def flows(self):
        """From slice to slice."""
        for number, arrow in enumerate(spans.arrows(self.timeline), 1):
            if arrow.end is None or arrow.end >= len(self.events) or \
                    arrow.begin >= len(self.events):
                continue
            common = {"id": number, "cat": arrow.kind,
                      "name": arrow.name or arrow.kind}
            self.put("s", arrow.source, arrow.begin, **common)
            self.put("f", arrow.target, arrow.end, bp="e", **common)

    def lasting(self):
        """What lasts, each inside of what began before it: X, or B and E if it
        has no end in the story."""
        for cpu in sorted({event.cpu for event in self.events}):
            for begin, end, name in nested(self.intervals(cpu)):
                common = {"pid": PID, "tid": cpu}
                if end < self.end:
                    self.out.append({"ph": "X", "ts": begin, "name": name,
                                     "dur": end - begin, **common})
                else:
                    self.out.append({"ph": "B", "ts": begin, "name": name,
                                     **common})
                    self.out.append({"ph": "E", "ts": end, **common})

    def intervals(self, cpu):
        """[(begin, end, name)] of a CPU, as `ts`."""
        out = []
        for span in [*spans.irqs_off(self.timeline),
                     *spans.spans(self.timeline)]:
            if span.cpu != cpu or span.begin >= len(self.events):
                continue
            ends = span.end is not None and span.end < len(self.events)
            out.append((self.ts[span.begin],
                        self.ts[span.end] if ends else self.end,
                        f"{NAMES[span.kind]} {span.name or ''}".strip()))
        return out


def nested(intervals):
    """The same, cut where they would cross: slices of a thread are one inside
    the other."""
    left, out, ends = sorted(intervals, key=order), [], []
    while left:
        begin, end, name = left.pop(0)
        while ends and ends[-1] <= begin:
            ends.pop()
        if ends and ends[-1] < end:
            left = sorted([*left, (ends[-1], end, name)], key=order)
            end = ends[-1]
        ends.append(end)
        out.append((begin, end, name))
    return out


def order(interval):
    """By beginning; of those that begin together, the longest first."""
    return interval[0], -interval[1]


def trace(timeline):
    """What json.dump() makes a file of."""
    made = Trace(timeline)
    made.name_all()
    made.moments()
    made.lasting()
    made.flows()
    return {"traceEvents": made.out, "displayTimeUnit": "ns",
            "otherData": {"verdict": timeline.verdict,
                          "sentence": story.sentence(timeline),
                          "unit of ts": timeline.unit}}
