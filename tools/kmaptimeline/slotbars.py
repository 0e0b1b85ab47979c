# SPDX-License-Identifier: MIT
"""slotbars.py - what the page table or a TLB says of a slot, as stretches of
time."""
from dataclasses import dataclass

from kmaptimeline.model import page_name


@dataclass
class Segment:
    """From one height of the picture to another."""
    kind: str   # mapped, free, stale
    label: str
    begin: float
    end: float


def said(state, column):
    """(kind, label) of one state of a slot. Column 0 is the page table."""
    mapped = ("free", "\u2013") if state.page is None else \
        ("mapped", page_name(state.page))
    if column == 0:
        return mapped
    stale = state.stale(column - 1)
    if stale:
        return "stale", "".join(map(page_name, sorted(stale))) + "!"
    return mapped


def segments(layout, slot, column):
    """All of a column, from top to bottom."""
    first = said(layout.window.first[slot], column)
    out = [Segment(*first, layout.top, layout.bottom)]
    for placed in layout.rows:
        now = said(layout.window.history[slot][placed.row.last], column)
        if now != (out[-1].kind, out[-1].label):
            out[-1].end = placed.top + 1
            out.append(Segment(*now, placed.top + 1, layout.bottom))
    return out
