# SPDX-License-Identifier: MIT
"""chrome.py - a timeline in the Trace Event Format, which Perfetto
(ui.perfetto.dev) and chrome://tracing open.

A thread is a CPU. What lasts is a slice: `X` where its end is known, else `B` and
`E`, so that a wait that never ends is closed by the end of the trace. Each event
is a short slice as well, since flow events (interrupts on their way,
acknowledgements, wake-ups) begin and end in slices. Time is in microseconds
there; here one stands for a tick of the timeline's clock, or, as several events
may have the same step, for a tenth of a step.
"""
from kmaptimeline import blame, spans, story
from kmaptimeline.rows import caption

PID = 1
PER_STEP = 10
NAMES = {"waits": "waits", "held": "holds", "handler": "handler",
         "sleeps": "sleeps", "call": "call"}


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

    def counters(self):
        """Interrupts, as slices of a thread of their own below each CPU's."""
        for span in spans.irqs_off(self.timeline):
            self.lasting(span, self.row(span.cpu, 1), "interrupts off")

    def row(self, cpu, number):
        """The thread of a row below a CPU."""
        return (cpu + 1) * 1000 + number

    def lasting(self, span, tid, name):
        """A span: X, or B and E if it has no end."""
        if span.begin >= len(self.events):
            return
        if span.end is not None and span.end < len(self.events):
            self.put("X", tid, span.begin, name=name,
                     dur=self.ts[span.end] - self.ts[span.begin])
            return
        self.put("B", tid, span.begin, name=name)
        self.put("E", tid, None)


def trace(timeline):
    """What json.dump() makes a file of."""
    made = Trace(timeline)
    made.name_all()
    made.moments()
    made.counters()
    made.flows()
    return {"traceEvents": made.out, "displayTimeUnit": "ns",
            "otherData": {"verdict": timeline.verdict,
                          "sentence": story.sentence(timeline),
                          "unit of ts": timeline.unit}}
