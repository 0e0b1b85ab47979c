# SPDX-License-Identifier: MIT
"""layout.py - where things are in a picture: rows from top to bottom, lanes
from left to right, and the slots at the right of them."""
import textwrap
from dataclasses import dataclass

from kmaptimeline import blame, slots, spans, story
from kmaptimeline.rows import rows

MARGIN = 24
LINE = 17        # pixels from one line of text to the next
ROW_PAD = 9      # above and below a row's text, together
ARROW_PAD = 9    # below the text of a row that an arrow leaves
PER_CHAR = 6.9   # pixels, of the running text: a little more than most have
BAR = 10         # width of a bar, at the left of its lane
TEXT_AT = 36     # where the text begins in a lane
LANE = {1: 420, 2: 272, 3: 232}
LEAST_LANE = 190
CELL = 70        # width of what the page table or a TLB says
CELL_GAP = 8
SLOT_GAP = 26
HEAD = 66        # height of the heads of lanes and slots


def wrapped(text, pixels, per_char=PER_CHAR):
    """Lines that fit."""
    return textwrap.wrap(text, max(8, int(pixels / per_char)),
                         break_on_hyphens=False) or [""]


@dataclass
class Placed:
    """A row and where it is. `note` has the lines below its own: what came of
    it."""
    row: object
    top: float
    lines: list
    height: float
    wrong: bool
    arrows: list
    note: list

    @property
    def middle(self):
        """Of its first line."""
        return self.top + ROW_PAD / 2 + LINE / 2

    @property
    def bottom(self):
        """Where the next one begins."""
        return self.top + self.height


class Layout:
    """Of one timeline."""

    def __init__(self, timeline, top):
        self.timeline = timeline
        self.cpus = timeline.lanes
        self.window = slots.Window(timeline)
        self.slots = slots.that_matter(timeline)
        self.tlbs = [] if timeline.tlbs == "perfect" else self.cpus
        self.lane = LANE.get(len(self.cpus), LEAST_LANE)
        self.top = top + HEAD
        self.rows = self.placed()
        self.bottom = self.rows[-1].bottom if self.rows else self.top
        if any(not self.arrives(arrow) for p in self.rows
               for arrow in p.arrows):
            self.bottom += LINE  # room to say so

    def placed(self):
        """All rows, one below the other."""
        out, top = [], self.top + 6
        wrong = blame.wrong_events(self.timeline)
        for row in rows(self.timeline):
            lines = self.in_lane(row.caption)
            note = self.in_lane(story.sentence(self.timeline)) \
                if wrong and row.first <= max(wrong) <= row.last else []
            arrows = [arrow for event in row.events
                      for arrow in spans.arrows_of(self.timeline, event)]
            height = LINE * len(lines + note) + ROW_PAD \
                + (ARROW_PAD if arrows else 0)
            out.append(Placed(row, top, lines, height, row.has_any(wrong),
                              arrows, note))
            top += height
        return out

    def in_lane(self, words):
        """As lines."""
        return wrapped(words, self.lane - TEXT_AT - 12)

    @property
    def width(self):
        """Of the whole picture."""
        return max(700, self.slots_left + len(self.slots) * (
            self.slot_width + SLOT_GAP) - SLOT_GAP + MARGIN)

    @property
    def slots_left(self):
        """Where the slots begin."""
        return MARGIN + self.lane * len(self.cpus) + SLOT_GAP

    @property
    def slot_width(self):
        """Of one slot, with all that may hold it."""
        return (1 + len(self.tlbs)) * (CELL + CELL_GAP) - CELL_GAP

    def lane_left(self, cpu):
        """Where the lane of a CPU begins."""
        return MARGIN + self.lane * self.cpus.index(cpu)

    def bar_left(self, cpu):
        """Where its bar does."""
        return self.lane_left(cpu) + 6

    def shows(self, span):
        """Is it in a lane, and does it begin before the story ends?"""
        return span.cpu in self.cpus and self.row_of(span.begin) is not None

    def arrives(self, arrow):
        """Before the story ends?"""
        return arrow.end is not None and self.row_of(arrow.end) is not None

    def row_of(self, index):
        """The row that an event is in, or else the next one; or None."""
        return next((placed for placed in self.rows
                     if placed.row.last >= index), None)

    def y_at(self, index):
        """The moment of an event; the end of the picture for None."""
        placed = None if index is None else self.row_of(index)
        if placed is None:
            return self.bottom
        return placed.middle if placed.row.first <= index else placed.top

    def edge_at(self, index):
        """Where that begins which an event begins: its row, or the next one;
        the end of the picture for None."""
        placed = None if index is None else self.row_of(index)
        if placed is None:
            return self.bottom
        return placed.middle if placed.row.first < index else placed.top
