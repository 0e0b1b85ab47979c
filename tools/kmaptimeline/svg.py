# SPDX-License-Identifier: MIT
"""svg.py - a timeline as a picture.

Time goes down; a lane for each CPU, and at the right what the page table says
of the slots that matter, and what each CPU's TLB may say. It needs nothing but
itself: no script, no other file. Names in it begin with the timeline's own, so
that several may be in one page.
"""
from xml.sax.saxutils import escape, quoteattr

from kmaptimeline import spans, story, style
from kmaptimeline.layout import (BAR, CELL, CELL_GAP, LINE, MARGIN, ROW_PAD,
                                 SLOT_GAP, TEXT_AT, Layout, wrapped)
from kmaptimeline.slotbars import segments

BOX_PAD = 12
LICENSE = "<!-- SPDX-License-Identifier: MIT -->\n"
TITLE_CHAR = 10.8  # pixels, of the title
ARROWS = ("interrupt", "ack", "wake")
LEGEND = (("held", "holds a lock"), ("waits", "waits"), ("sleeps", "sleeps"),
          ("handler", "in a handler"), ("off", "interrupts off"),
          ("interrupt", "interrupt"), ("ack", "acknowledgement"),
          ("wake", "wake-up"), ("stale", "out of date"))


def written(value):
    """A number without superfluous digits, or a word."""
    return quoteattr(f"{value:g}" if isinstance(value, float) else str(value))


def tag(name, content=None, **attributes):
    """An element; `cls` is its class."""
    said = "".join(
        f" {key.replace('cls', 'class').replace('_', '-')}={written(value)}"
        for key, value in attributes.items())
    return f"<{name}{said}/>" if content is None else \
        f"<{name}{said}>{content}</{name}>"


def text(x, y, words, **attributes):
    """A line of text."""
    return tag("text", escape(words), x=float(x), y=float(y), **attributes)


def texts(x, y, lines, **attributes):
    """Several lines, one below the other."""
    return [text(x, y + LINE * n, line, **attributes)
            for n, line in enumerate(lines)]


def rect(x, y, width, height, **attributes):
    """A rectangle."""
    return tag("rect", x=float(x), y=float(y), width=float(width),
               height=float(max(height, 1)), **attributes)


def path(points, **attributes):
    """A line through points."""
    return tag("path", d="M" + " L".join(f"{x:g} {y:g}" for x, y in points),
               **attributes)


def capital(words):
    """With a capital at the beginning."""
    return words[:1].upper() + words[1:]


def name_of(timeline):
    """For files and for names in the picture."""
    return f"{timeline.name}-{timeline.strategy}-{timeline.lock}"


def told(timeline, layout):
    """The same in words, for those who cannot see it."""
    steps = [f"CPU {p.row.cpu}: {p.row.caption}"
             + (" (this is what the verdict is about)" if p.wrong else "")
             for p in layout.rows]
    return f"{capital(timeline.title)} Strategy {timeline.strategy}, " \
        f"lock={timeline.lock}. In order: " + "; ".join(steps) + \
        f". Verdict: {timeline.verdict}. {story.sentence(timeline)}"


class Picture:
    """The elements of one."""

    def __init__(self, timeline):
        self.timeline = timeline
        self.name = name_of(timeline)
        wide = Layout(timeline, 0).width - 2 * MARGIN
        self.title = wrapped(capital(timeline.title), wide, TITLE_CHAR)
        self.below = wrapped(
            f"{timeline.name}. Strategy {timeline.strategy}: "
            f"{timeline.strategy_title}. Lock: {timeline.lock}.", wide)
        self.top = MARGIN + 22 * len(self.title) \
            + LINE * (1 + len(self.below))
        self.layout = Layout(timeline, self.top)
        self.out = []

    def ref(self, name):
        """Of a pattern."""
        return f"url(#{self.name}-{name})"

    def patterns(self):
        """Hatching: a second sign besides colour."""
        return tag("defs", "".join(
            tag("pattern", path([(0, 0), (0, 7)], cls=f"{name}-line"),
                id=f"{self.name}-{name}", width=7, height=7,
                patternUnits="userSpaceOnUse",
                patternTransform=f"rotate({angle})")
            for name, angle in (("off", 45), ("stale", -45))))

    def add_title(self):
        """What it is of."""
        for n, line in enumerate(self.title):
            self.out.append(text(MARGIN, MARGIN + 16 + 22 * n, line,
                                 cls="title"))
        y = MARGIN + 22 * len(self.title) + LINE
        self.out += texts(MARGIN, y, self.below, cls="soft")

    def add_lanes(self):
        """A line for each CPU, with its name."""
        layout = self.layout
        for cpu in layout.cpus:
            x = layout.bar_left(cpu) + BAR / 2
            self.out.append(text(x - 8, layout.top - 10, f"CPU {cpu}",
                                 cls="head"))
            self.out.append(path([(x, layout.top), (x, layout.bottom)],
                                 cls="lane"))

    def add_off(self):
        """Interrupts off: shaded and hatched."""
        layout = self.layout
        for span in spans.irqs_off(self.timeline):
            top, end = layout.edge_at(span.begin), layout.edge_at(span.end)
            if end <= top or not layout.shows(span):
                continue
            place = (layout.lane_left(span.cpu), top, layout.lane - 14,
                     end - top)
            self.out.append(rect(*place, cls="off"))
            self.out.append(rect(*place, fill=self.ref("off")))

    def add_bars(self):
        """Locks held and waited for, handlers, sleep."""
        layout = self.layout
        for span in spans.spans(self.timeline):
            if span.kind == "call" or not layout.shows(span) or \
                    (span.name or "").startswith("pkmap_"):
                continue
            top, end = layout.y_at(span.begin), layout.y_at(span.end)
            x, width = layout.bar_left(span.cpu), BAR
            if span.kind in ("waits", "sleeps", "handler"):
                x, width = x + BAR + 2, BAR / 2 + 1
            self.out.append(rect(x, top - 4, width, end - top + 6, rx=3,
                                 cls=span.kind))

    def add_strips(self):
        """Behind what went wrong."""
        layout = self.layout
        self.out += [rect(MARGIN, placed.top, layout.width - 2 * MARGIN,
                          placed.height, cls="strip")
                     for placed in layout.rows if placed.wrong]

    def add_row(self, placed):
        """What a CPU does."""
        layout = self.layout
        x = layout.lane_left(placed.row.cpu) + TEXT_AT
        y = placed.top + ROW_PAD / 2 + LINE - 5
        lines = list(placed.lines)
        if placed.wrong:
            lines[0] = "\u2717 " + lines[0]
        self.out += texts(x, y, lines, **(
            {"cls": "bad"} if placed.wrong else {}))
        self.out += texts(x, y + LINE * len(lines), placed.note, cls="note")

    def add_arrow(self, placed, arrow):
        """From lane to lane; then down, until it is noticed."""
        layout = self.layout
        right = layout.lane_left(arrow.target) > layout.lane_left(arrow.source)
        begin = layout.bar_left(arrow.source) + (BAR if right else 0)
        bar = layout.bar_left(arrow.target)
        y = placed.bottom - 7 if right else placed.middle
        end = layout.y_at(arrow.end)
        stop = bar - 7 if right else bar + BAR + 15
        kind = arrow.kind
        self.out.append(path([(begin, y), (stop, y)], cls=f"arrow {kind}"))
        self.out.append(path([(stop, y), (stop, end)],
                             cls=f"arrow pending {kind}"))
        if not layout.arrives(arrow):
            self.out.append(text(
                stop - 6 if right else stop + 6, end - 4, "not taken",
                text_anchor="end" if right else "start", cls="small soft"))
            return
        edge, back = (bar, -7) if right else (stop - 7, 7)
        self.out.append(path([(edge, end), (edge + back, end - 5),
                              (edge + back, end + 5)], cls=f"tip {kind}"))

    def add_slot(self, slot, left):
        """What the page table and the TLBs say of it, as time goes on."""
        layout = self.layout
        self.out.append(text(left, layout.top - 40, f"slot {slot}",
                             cls="head"))
        heads = [("page table", "says"), *((f"TLB, CPU {cpu}", "may say")
                                           for cpu in layout.tlbs)]
        for n, (above, below) in enumerate(heads):
            x = left + n * (CELL + CELL_GAP)
            self.out.append(text(x, layout.top - 22, above, cls="small soft"))
            self.out.append(text(x, layout.top - 9, below, cls="small soft"))
            for segment in segments(layout, slot, n):
                self.add_segment(x, segment)

    def add_segment(self, x, segment):
        """A stretch of time in which it says the same."""
        height = segment.end - segment.begin - 2
        self.out.append(rect(x, segment.begin, CELL, height, rx=3,
                             cls=segment.kind))
        if segment.kind == "stale":
            self.out.append(rect(x, segment.begin, CELL, height, rx=3,
                                 fill=self.ref("stale")))
        self.out.append(text(
            x + CELL / 2, segment.begin + 14, segment.label,
            text_anchor="middle",
            cls="bad" if segment.kind == "stale" else
            "soft small" if segment.kind == "free" else "ink"))

    def add_verdict(self):
        """What came of it, in a box, if no row says it; returns where the
        picture ends."""
        layout = self.layout
        safe = self.timeline.verdict == "safe"
        sign = "\u2713 " if safe else "\u2717 "
        wide = layout.width - 2 * MARGIN - 2 * BOX_PAD
        said = any(placed.note for placed in layout.rows)
        lines = [] if said else wrapped(story.sentence(self.timeline), wide)
        top = layout.bottom + 16
        height = LINE * (len(lines) + 1) + 2 * BOX_PAD - 4
        self.out.append(rect(MARGIN, top, layout.width - 2 * MARGIN, height,
                             rx=6, cls="good-box" if safe else "bad-box"))
        self.out.append(text(MARGIN + BOX_PAD, top + BOX_PAD + 11,
                             sign + self.timeline.verdict,
                             cls="good" if safe else "bad"))
        self.out += texts(MARGIN + BOX_PAD, top + BOX_PAD + 11 + LINE, lines)
        return top + height

    def add_legend(self, top):
        """What the signs mean; returns where the picture ends."""
        x, y = float(MARGIN), top + 26
        for kind, words in LEGEND:
            wide = BAR + 28 + len(words) * 6.5
            if x + wide > self.layout.width:
                x, y = float(MARGIN), y + LINE + 2
            self.add_sign(kind, x, y)
            self.out.append(text(x + BAR + 10, y, words, cls="small soft"))
            x += wide
        return y + 6

    def add_sign(self, kind, x, y):
        """As it is in the picture, in small."""
        wide = BAR + 4
        if kind in ARROWS:
            self.out.append(path([(x, y - 4), (x + wide - 6, y - 4)],
                                 cls=f"arrow {kind}"))
            self.out.append(path([(x + wide, y - 4), (x + wide - 7, y - 9),
                                  (x + wide - 7, y + 1)], cls=f"tip {kind}"))
            return
        self.out.append(rect(x, y - 11, wide, 13, rx=3, cls=kind))
        if kind in ("off", "stale"):
            self.out.append(rect(x, y - 11, wide, 13, rx=3,
                                 fill=self.ref(kind)))

    def draw(self):
        """The whole file."""
        layout = self.layout
        self.add_title()
        self.add_strips()
        self.add_off()
        self.add_lanes()
        self.add_bars()
        for placed in layout.rows:
            self.add_row(placed)
            for arrow in placed.arrows:
                self.add_arrow(placed, arrow)
        for n, slot in enumerate(layout.slots):
            self.add_slot(slot, layout.slots_left + n * (
                layout.slot_width + SLOT_GAP))
        end = self.add_legend(self.add_verdict()) + MARGIN - 8
        return self.file(self.out, end)

    def file(self, elements, height):
        """Around the elements."""
        width = self.layout.width
        title = f"{capital(self.timeline.title)} ({self.timeline.strategy}, " \
            f"lock={self.timeline.lock}: {self.timeline.verdict})"
        lines = [tag("title", escape(title), id=f"{self.name}-title"),
                 tag("desc", escape(told(self.timeline, self.layout)),
                     id=f"{self.name}-desc"),
                 tag("style", style.sheet()), self.patterns(),
                 rect(0, 0, width, height, cls="paper"), *elements]
        return LICENSE + tag(
            "svg", "\n" + "\n".join(lines) + "\n",
            xmlns="http://www.w3.org/2000/svg", cls="timeline", role="img",
            aria_labelledby=f"{self.name}-title {self.name}-desc",
            viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}",
            height=f"{height:g}") + "\n"


def picture(timeline):
    """A timeline as the text of an SVG file."""
    return Picture(timeline).draw()
