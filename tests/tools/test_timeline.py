# SPDX-License-Identifier: MIT
"""test_timeline.py - what the explorer finds, as events and as a sequence
diagram."""
import re

import pytest

from kmaptest import explored
from kmaptest.project import BUILD, PYTHON, ROOT, call, make
from kmapreport import records
from kmaptimeline import blame, diagram, rows, slots, spans
from kmaptimeline.model import Timeline

pytestmark = pytest.mark.xdist_group("timeline")  # they share what was found

TRACE = [PYTHON, ROOT / "tools/trace.py"]
CASES = {"stale": ("once2", "dropped", "spin"),
         "third": ("third", "dropped", "spin"),
         "double-map": ("same2", "dropped", "spin"),
         "deadlock": ("once2", "held", "irq"),
         "lost-wakeup": ("lost", "dropped", "spin"),
         "irq-state": ("irqs", "held", "irq")}


@pytest.fixture(scope="module", name="found")
def found_by_explorer(folder):
    """{name: timeline}, of each kind of finding one."""
    out = folder("found")
    return {name: explored.timeline_of(out, *case)
            for name, case in CASES.items()}


def captions(timeline):
    """(CPU, what its row says)."""
    return [(row.cpu, row.caption) for row in rows.rows(timeline)]


def made(events, **heading):
    """A timeline of these events: CPU, what, and other fields."""
    timeline = Timeline({"source": "kernel", "name": "n", "title": "t",
                         "strategy": "held", "lock": "spin", "cpus": 2,
                         "slots": 2, "unit": "steps", "tlbs": "real",
                         "verdict": "safe", "detail": "", "lost": 0,
                         **heading})
    empty = {"irqs": "on", "slot": None, "page": None, "other": None,
             "lock": None, "name": None, "count": None, "reached": None,
             "text": ""}
    for at, (cpu, what, fields) in enumerate(events):
        timeline.add({**empty, "at": at, "cpu": cpu, "what": what, **fields})
    return timeline


def test_records_are_as_the_schema_says(out, schema):
    for case in CASES.values():
        results = records.load(explored.records_of(out, *case))
        assert not schema.errors(results)
        heading, *events = results.records
        assert heading["events"] == len(events) > 9
        assert heading["lost"] == 0


def test_steps_go_up_and_end_with_the_finding(found):
    steps = [event.at for event in found["stale"].events]
    assert steps == sorted(steps)
    assert steps[0] == 1 and steps[-1] == max(steps)


def test_the_whole_story_of_a_stale_access(found):
    """Who does what in which order."""
    assert captions(found["stale"]) == [
        (0, "kmap_high(P0)"), (0, "takes kmap_lock"),
        (0, "unmaps slots 0-1; count 0"), (0, "drops kmap_lock"),
        (1, "kmap_high(P1)"), (1, "takes kmap_lock"),
        (1, "maps P1 in slot 1"), (1, "drops kmap_lock"), (1, "gets slot 1"),
        (1, "uses slot 1 for P1: may reach P7")]


def test_interrupts_are_sent_taken_and_acknowledged(found):
    timeline = found["double-map"]
    order = [(event.cpu, event.what) for event in timeline.events]
    places = [order.index(pair) for pair in (
        (0, "ipi-send"), (1, "ipi-take"), (1, "flush"), (1, "ack"),
        (1, "ipi-end"), (0, "ack-all"))]
    assert places == sorted(places)
    arrows = [(arrow.kind, arrow.source, arrow.target)
              for arrow in spans.arrows(timeline)]
    assert arrows == [("interrupt", 0, 1), ("ack", 1, 0)]
    assert None not in [arrow.end for arrow in spans.arrows(timeline)]


@pytest.mark.parametrize("name, at", [
    ("stale", [(1, "uses slot 1 for P1: may reach P7")]),
    ("third", [(2, "uses slot 1 for P1: may reach P7")]),
    ("double-map", [(0, "maps P0 in slot 0")]),
    ("deadlock", [(0, "waits until all have flushed"),
                  (1, "waits for kmap_lock")]),
    ("lost-wakeup", [(0, "sleeps")]),
    ("irq-state", [(0, "gets slot 1")])])
def test_what_the_verdict_is_about(found, name, at):
    timeline = found[name]
    wrong = blame.wrong_events(timeline)
    assert [(row.cpu, row.caption) for row in rows.rows(timeline)
            if row.has_any(wrong)] == at


def test_a_tlb_keeps_what_the_page_table_has_lost(found):
    """Until its CPU flushes."""
    window = slots.Window(found["stale"])
    assert (window.first[1].page, window.first[1].count) == (7, 1)
    end = window.history[1][-1]
    assert (end.page, end.count) == (1, 2)
    assert [end.stale(lane) for lane in (0, 1)] == [{7}, {7}]
    window = slots.Window(found["deadlock"])
    assert [window.history[0][-1].stale(lane) for lane in (0, 1)] == [
        set(), {6}]


def test_a_perfect_tlb_keeps_nothing(found):
    window = slots.Window(found["double-map"])
    assert not any(state.stale(lane) for states in window.history.values()
                   for state in states for lane in (0, 1))


def test_the_slots_that_matter(found):
    assert slots.that_matter(found["stale"]) == [1]
    assert slots.that_matter(found["double-map"]) == [0, 1]


def test_spans(found):
    """Locks, waits, handlers; interrupts are off with lock=irq."""
    timeline = found["deadlock"]
    kinds = {(span.cpu, span.kind, span.end is None)
             for span in spans.spans(timeline)}
    assert {(0, "held", True), (0, "waits", True),
            (1, "waits", True)} <= kinds
    off = spans.irqs_off(timeline)
    assert [(span.cpu, span.end) for span in off] == [(0, None), (1, None)]


def test_interrupts_are_on_again_after_a_handler():
    timeline = made([(0, "ipi-take", {"irqs": "handler", "name": "a"}),
                     (0, "flush", {"irqs": "handler"}),
                     (0, "ipi-end", {"irqs": "handler"}),
                     (0, "say", {})])
    assert [(s.begin, s.end) for s in spans.irqs_off(timeline)] == [(0, 2)]


@pytest.mark.parametrize("name", CASES)
def test_a_diagram_fits_and_has_no_colour(found, name):
    lines = diagram(found[name])
    assert max(map(len, lines)) <= 80
    assert "\033" not in "".join(lines)
    assert found[name].verdict in "\n".join(lines)


@pytest.mark.parametrize("name", CASES)
def test_colour_takes_no_columns(found, name):
    plain = diagram(found[name])
    colour = diagram(found[name], colour=True)
    assert plain != colour
    assert [re.sub(r"\033\[\d+m", "", line) for line in colour] == plain


def test_a_diagram_shows_lanes_arrows_and_slots(found):
    text = "\n".join(diagram(found["double-map"]))
    assert re.search(r"^ +\d+  \| sends TLB flush -+>\|$", text, re.M)
    assert re.search(r"^ +\d+  \|<-+! acknowledges$", text, re.M)
    assert re.search(r"^ +\d+\* # maps P0 in slot 0 +\| +\[P0 \] +\[P0 \]$",
                     text, re.M)
    text = "\n".join(diagram(found["third"]))
    assert "[P1  P7! P7! P7!]" in text


def test_what_is_lost_is_said():
    text = "\n".join(diagram(made([(0, "say", {"text": "a"})], lost=3)))
    assert "3 events before these are lost" in text


def test_make_trace():
    """As a user would call it."""
    done = make("trace", "CASE=once2 dropped spin", f"BUILD={BUILD}")
    assert done.returncode == 0
    assert "uses slot 1 for P1" in done.stdout


@pytest.mark.parametrize("case, said", [
    ("once2 quarantine spin", "nothing wrong"),
    ("nonsense held spin", "there is no 'nonsense'"), ("once2", "has to be")])
def test_nothing_to_show(out, case, said):
    done = call([*TRACE, "--out", out, "--case", case])
    assert done.returncode == 1
    assert said in done.stdout and "Traceback" not in done.stdout
