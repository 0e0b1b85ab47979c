# SPDX-License-Identifier: MIT
"""text.py - a timeline as a sequence diagram for a terminal: a lane for each
CPU, time goes down.

The first character of a lane says how that CPU is (MARKS). A star after the
step marks what the verdict is about.
"""
import re
import textwrap

from kmapreport.layout import PLAIN, RED
from kmaptimeline import blame, story
from kmaptimeline import slots as slot_states
from kmaptimeline import spans as time_spans
from kmaptimeline.model import page_name
from kmaptimeline.rows import rows

BOLD, DIM = "\033[1m", "\033[2m"
CELL = 4          # and for what the page table or a TLB says
LEAST_SLOT = 8
LEAST_LANE = 14
ENOUGH_LANE = 17  # slots are shown if that leaves so much for each lane
MARKS = "| runs   # holds a lock   ! interrupts off   % both   : waits, sleeps"


def inside(span, index):
    """Is the CPU in that span once this event has happened?"""
    return span.begin <= index and (span.end is None or index < span.end)


class Lanes:
    """How each CPU is after each event, as a character."""

    def __init__(self, timeline):
        self.spans = time_spans.spans(timeline)
        self.off = time_spans.irqs_off(timeline)

    def mark(self, cpu, index):
        """Of one of them."""
        kinds = {span.kind for span in self.spans
                 if span.cpu == cpu and inside(span, index)}
        off = any(span.cpu == cpu and inside(span, index) for span in self.off)
        if "held" in kinds:
            return "%" if off else "#"
        if kinds & {"waits", "sleeps"}:
            return "!" if off else ":"
        return "!" if off else "|"


class Diagram:
    """The lines of one."""

    def __init__(self, timeline, width):
        self.timeline = timeline
        self.marks = Lanes(timeline)
        self.window = slot_states.Window(timeline)
        self.wrong = blame.wrong_events(timeline)
        self.cpus = timeline.lanes
        self.step = max(6, 2 + len(str(max(
            (self.when(row) for row in rows(timeline)), default=0))))
        self.tlbs = [] if timeline.tlbs == "perfect" else self.cpus
        self.slot_width = max(LEAST_SLOT, 2 + CELL * (1 + len(self.tlbs)))
        self.slots = slot_states.that_matter(timeline)
        while self.slots and self.room(width) < ENOUGH_LANE:
            self.slots.pop()
        self.lane = max(LEAST_LANE, self.room(width))
        self.out = []

    def when(self, row):
        """Its step, or the time since the first event."""
        at = row.events[0].at
        return at if self.timeline.unit == "steps" else \
            at - self.timeline.events[0].at

    def room(self, width):
        """Columns that are left for a lane."""
        return (width - self.step - self.slot_width * len(self.slots)) \
            // len(self.cpus)

    def cells(self, state):
        """The page table, then each TLB."""
        out = ["-" if state.page is None else page_name(state.page)]
        for lane, _cpu in enumerate(self.tlbs):
            stale = state.stale(lane)
            out.append(page_name(min(stale)) + "!" if stale
                       else "." if state.page is None else out[0])
        text = "".join(cell[:CELL].ljust(CELL) for cell in out)[:-1]
        return f"[{text}]".ljust(self.slot_width)

    def all_cells(self, states):
        """Of all slots that are shown."""
        return "".join(self.cells(state)
                       for state in states)

    def heads(self):
        """The lines above the lanes."""
        top = " " * self.step + "".join(f"CPU {cpu}".ljust(self.lane)
                                   for cpu in self.cpus)
        below = " " * self.step + "|".ljust(self.lane) * len(self.cpus)
        names = " " + "".join(name.ljust(CELL) for name in [
            "pte", *(f"T{cpu}" for cpu in self.tlbs)])
        for slot in self.slots:
            top += f" slot {slot}".ljust(self.slot_width)
            below += names.ljust(self.slot_width)
        first = [self.window.first[slot] for slot in self.slots]
        start = " " * self.step + "|".ljust(self.lane) * len(self.cpus) \
            + self.all_cells(first)
        return [line.rstrip() for line in (top, below, start)]

    def lanes_line(self, texts, index):
        """The lanes, with something written in some of them."""
        return "".join(f"{self.marks.mark(cpu, index)} {texts.get(cpu, '')}"
                       .ljust(self.lane) for cpu in self.cpus)

    def with_arrow(self, line, arrow):
        """An arrow from lane to lane, where the line is free."""
        source = self.cpus.index(arrow.source) * self.lane
        target = self.cpus.index(arrow.target) * self.lane
        begin, end = (source, target - 1) if target > source else \
            (target + 1, source)
        chars = list(line)
        free = begin + len("".join(chars[begin:end + 1]).rstrip())
        at = range(free + 1 if target > source else begin, end + 1)
        for column in at:
            if chars[column] == " ":
                chars[column] = "-"
        chars[end if target > source else begin] = \
            ">" if target > source else "<"
        return "".join(chars)

    def with_arrows(self, line, row):
        """All that leave with this row."""
        for arrow in time_spans.arrows_of(self.timeline, row.events[0]):
            line = self.with_arrow(line, arrow)
        return line

    def state_cells(self, row):
        """The slots, if something has changed in them, or went wrong."""
        now = [self.window.history[slot][row.last] for slot in self.slots]
        was = [self.window.before(slot, row.first) for slot in self.slots]
        same = [(s.page, s.old) for s in now] == [(s.page, s.old) for s in was]
        return "" if same and not row.has_any(self.wrong) \
            else self.all_cells(now)

    def add(self, row, step):
        """The lines of one row."""
        wrong = row.has_any(self.wrong)
        texts = textwrap.wrap(row.caption, self.lane - 3,
                              break_on_hyphens=False)
        for number, text in enumerate(texts):
            line = self.lanes_line({row.cpu: text}, row.last)
            head = " " * self.step
            if number == 0:
                head = f"{step:>{self.step - 2}}{'*' if wrong else ' '} "
            if number == len(texts) - 1:
                line = self.with_arrows(line, row)
            if number == 0:
                line += self.state_cells(row)
            self.out.append(((head + line).rstrip(), wrong))

    def lines(self):
        """(line, whether it shows what went wrong) of the whole diagram."""
        self.out = [(line, False) for line in self.heads()]
        last = None
        for row in rows(self.timeline):
            step = self.when(row)
            self.add(row, "" if step == last else step)
            last = step
        return self.out


def heading(timeline, width):
    """What it is of."""
    return [*textwrap.wrap(f"{timeline.name}: {timeline.title}", width,
                           subsequent_indent="  "),
            f"strategy {timeline.strategy}, lock={timeline.lock}", ""]


def ending(timeline, width):
    """What came of it."""
    said = f"=> {timeline.verdict}"
    said += f": {story.sentence(timeline)}"
    out = ["", *textwrap.wrap(said, width, subsequent_indent="   ")]
    if timeline.lost:
        out += textwrap.wrap(f"The trace was full: {timeline.lost} events "
                             "before these are lost.", width)
    return out


def legend(timeline, width):
    """What the signs mean."""
    if timeline.tlbs == "perfect":
        return [MARKS]
    return [MARKS, *textwrap.wrap(
        "pte: what the page table says of the slot, - for nothing. "
        + ", ".join(f"T{cpu}" for cpu in timeline.lanes) + ": what the TLB of "
        "that CPU may say, . for nothing; with ! it is out of date", width)]


def painted(line, wrong):
    """Colour, for a terminal."""
    if wrong:
        return RED + BOLD + line + PLAIN
    return re.sub(r"\bP\d+!", lambda match: RED + match[0] + PLAIN, line)


def diagram(timeline, width=80, colour=False):
    """The whole diagram as lines of at most `width` columns (with up to four
    CPUs). With `colour` they have ANSI sequences, which take none."""
    body = Diagram(timeline, width).lines()
    lines = [painted(line, wrong) if colour else line for line, wrong in body]
    end = ending(timeline, width)
    if colour and timeline.verdict != "safe":
        end = [RED + line + PLAIN if line else line for line in end]
    return [*heading(timeline, width), *lines, *end, "",
            *(DIM + line + PLAIN if colour else line
              for line in legend(timeline, width))]
