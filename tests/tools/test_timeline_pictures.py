# SPDX-License-Identifier: MIT
"""test_timeline_pictures.py - timelines as SVG and for Perfetto."""
import json
import re
from xml.etree import ElementTree

import pytest

from kmaptest import explored
from kmaptest.project import BUILD, make
from kmaptimeline import chrome, layout, rows, story, style, svg
from kmaptimeline.model import FIELDS, Timeline

pytestmark = pytest.mark.xdist_group("timeline-pictures")

CASES = [("once2", "dropped", "spin"), ("third", "dropped", "spin"),
         ("same2", "dropped", "irq"), ("once2", "held", "irq"),
         ("lost", "dropped", "spin"), ("outer", "held", "irq")]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", name="found")
def found_by_explorer(folder):
    """The timelines of these cases."""
    out = folder("found")
    return [explored.timeline_of(out, *case) for case in CASES]


@pytest.fixture(scope="module", name="pictures")
def all_pictures(found):
    """[(timeline, text, root element)]."""
    out = []
    for timeline in found:
        text = svg.picture(timeline)
        out.append((timeline, text, ElementTree.fromstring(text)))
    return out


def test_the_same_records_make_the_same_picture(found, pictures):
    assert [svg.picture(t) for t in found] == [text for _, text, _ in pictures]


def test_a_picture_needs_nothing_else(pictures):
    """No script, no address, no other file; names are its own."""
    for timeline, text, root in pictures:
        assert "<script" not in text and "javascript" not in text
        assert re.findall(r"https?://[^\s\"<]+", text) == [
            "http://www.w3.org/2000/svg"]
        assert "@import" not in text and "href" not in text
        names = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(names) == len(set(names)) > 2
        assert all(name.startswith(svg.name_of(timeline)) for name in names)
        used = re.findall(r"url\(#([^)]*)\)", text)
        assert used and set(used) <= set(names)


def test_a_picture_is_told_in_words(pictures):
    """For who cannot see it: all that is in it, in order."""
    for timeline, _text, root in pictures:
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("role") == "img"
        assert root.get("aria-labelledby").split() == [
            title.get("id"), desc.get("id")]
        at = -1
        for row in rows.rows(timeline):
            found = desc.text.find(f"CPU {row.cpu}: {row.caption}", at + 1)
            assert found > at
            at = found
        assert timeline.verdict in title.text
        assert story.sentence(timeline) in desc.text


def test_a_picture_shows_the_verdict_and_what_is_wrong(pictures):
    """In red, with a sign, so not by colour alone."""
    for timeline, _text, root in pictures:
        bad = ["".join(e.itertext()) for e in root.iter(f"{SVG}text")
               if e.get("class") == "bad"]
        assert f"\u2717 {timeline.verdict}" in bad
        assert sum(text.startswith("\u2717") for text in bad) > 1


def test_the_sentence_stands_below_what_is_wrong(pictures):
    """In its lane, below the row, above the next one."""
    for timeline, _text, root in pictures:
        lines = [(float(e.get("x")), float(e.get("y")), e.get("class"), e.text)
                 for e in root.iter(f"{SVG}text")]
        note = [line for line in lines if line[2] == "note"]
        x, y = note[0][:2]
        assert " ".join(line[3] for line in note) == story.sentence(timeline)
        above = max((line for line in lines if line[0] == x and line[1] < y),
                    key=lambda line: line[1])
        assert above[2] == "bad" and y - above[1] == layout.LINE
        assert {line[0] for line in note} == {x}
        below = [line[1] for line in lines if line[1] > note[-1][1]]
        assert min(below) > note[-1][1] + layout.LINE / 2


def test_without_a_fault_the_sentence_is_in_the_box():
    timeline = Timeline({"source": "kernel", "name": "n", "title": "t",
                         "strategy": "held", "strategy_title": "s",
                         "lock": "spin", "cpus": 1, "slots": 2,
                         "unit": "steps", "tlbs": "real", "verdict": "safe",
                         "detail": "", "lost": 0})
    empty = {name: None for name in FIELDS}
    timeline.add({**empty, "at": 1, "cpu": 1, "what": "say", "irqs": "on",
                  "text": "a"})
    text = svg.picture(timeline)
    assert ">Nothing went wrong.</text>" in text
    assert 'class="note"' not in text


def test_everything_is_inside(pictures):
    """Of rectangles, lines and text, with the text's width estimated."""
    for _timeline, _text, root in pictures:
        _x, _y, width, height = map(float, root.get("viewBox").split())
        for e in root.iter():
            if e.tag == f"{SVG}rect":
                assert 0 <= float(e.get("x"))
                assert float(e.get("x")) + float(e.get("width")) <= width
                assert float(e.get("y")) + float(e.get("height")) <= height
            if e.tag == f"{SVG}text":
                long = 0 if e.get("text-anchor") else len(e.text) * 5.5
                assert 0 < float(e.get("x")) and \
                    float(e.get("x")) + long <= width
                assert 0 < float(e.get("y")) < height


def test_rows_do_not_overlap(pictures):
    """Time goes down."""
    for timeline, _text, _root in pictures:
        placed = svg.Picture(timeline).layout.rows
        assert all(a.bottom <= b.top for a, b in zip(placed, placed[1:]))


def luminance(colour):
    """As WCAG 2 defines it."""
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [p / 12.92 if p <= .04045 else ((p + .055) / 1.055) ** 2.4
             for p in parts]
    return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2]


def contrast(text, paper):
    """Between two colours, 1 to 21."""
    low, high = sorted((luminance(text), luminance(paper)))
    return (high + .05) / (low + .05)


@pytest.mark.parametrize("colours", [style.LIGHT, style.DARK],
                         ids=["light", "dark"])
def test_text_can_be_read(colours):
    """WCAG's AA, for all pairs of text and what is behind it."""
    assert set(colours) == set(style.LIGHT)
    for text, paper in [("ink", "paper"), ("soft", "paper"), ("bad", "paper"),
                        ("good", "paper"), ("bad", "bad-paper"),
                        ("ink", "bad-paper"), ("ink", "page"),
                        ("bad", "stale")]:
        bold = (text, paper) == ("bad", "stale")
        assert contrast(colours[text], colours[paper]) >= (3 if bold else 4.5)


def test_light_and_dark():
    assert style.sheet().count("@media (prefers-color-scheme: dark)") == 1
    used = set(re.findall(r"var\(--([\w-]+)\)", style.RULES))
    assert used <= set(style.LIGHT)


# For Perfetto: the Trace Event Format.

def of(events, *phases):
    """Those of these phases."""
    return [e for e in events if e["ph"] in phases]


def problems(events):
    """What a reader of the format would stumble on."""
    out, slices, open_ones = [], {}, {}
    for e in events:
        if e["ph"] == "M":
            out += ["a name has a time"] if "ts" in e else []
            continue
        if not isinstance(e.get("ts"), int) or e["ts"] < 0:
            out.append(f"no time: {e}")
            continue
        if e["ph"] == "X":
            out += ["no duration"] if e.get("dur", -1) < 0 else []
            slices.setdefault(e["tid"], []).append(
                (e["ts"], e["ts"] + e["dur"]))
        elif e["ph"] == "B":
            open_ones.setdefault(e["tid"], []).append(e["ts"])
        elif e["ph"] == "E":
            if not open_ones.get(e["tid"]):
                out.append("an end without a beginning")
                continue
            begin = open_ones[e["tid"]].pop()
            out += ["ends before it begins"] if begin > e["ts"] else []
            slices.setdefault(e["tid"], []).append((begin, e["ts"]))
    out += ["a beginning without an end"] if any(open_ones.values()) else []
    return out + crossings(slices) + stray_flows(events, slices)


def crossings(slices):
    """Slices of a thread that overlap and are not one inside the other."""
    return [f"{a} and {b} cross" for spans in slices.values()
            for a in spans for b in spans
            if a[0] < b[0] < a[1] < b[1]]


def stray_flows(events, slices):
    """Flows with one end, or with an end in no slice."""
    out = []
    flows = of(events, "s", "f")
    for e in flows:
        if not any(begin <= e["ts"] <= end
                   for begin, end in slices.get(e["tid"], [])):
            out.append(f"a flow is in no slice: {e}")
    for number in {e["id"] for e in flows}:
        ends = [e for e in flows if e["id"] == number]
        if [e["ph"] for e in ends] != ["s", "f"] or \
                ends[0]["ts"] > ends[1]["ts"]:
            out.append(f"flow {number} is not from one to the other")
    return out


def test_perfetto_can_read_it(found):
    for timeline in found:
        events = chrome.trace(timeline)["traceEvents"]
        assert not problems(events)
        assert {e["ph"] for e in events} <= set("XBEiMsf")
        threads = {e["tid"] for e in of(events, "M") if "tid" in e}
        assert {e["tid"] for e in events if "tid" in e} == threads
        assert of(events, "i")
    assert json.loads(json.dumps(chrome.trace(found[0])))


def test_all_phases_occur(found):
    seen = {e["ph"] for t in found for e in chrome.trace(t)["traceEvents"]}
    assert seen == set("XBEiMsf")


def test_slices_that_would_cross_are_cut():
    assert chrome.nested([(0, 9, "a"), (5, 12, "b"), (2, 4, "c")]) == [
        (0, 9, "a"), (2, 4, "c"), (5, 9, "b"), (9, 12, "b")]


GOOD = [{"ph": "M", "pid": 1, "tid": 1, "name": "thread_name"},
        {"ph": "X", "tid": 1, "ts": 0, "dur": 9},
        {"ph": "B", "tid": 1, "ts": 2}, {"ph": "E", "tid": 1, "ts": 4},
        {"ph": "X", "tid": 2, "ts": 5, "dur": 3},
        {"ph": "s", "tid": 1, "ts": 3, "id": 7},
        {"ph": "f", "tid": 2, "ts": 6, "id": 7}]


@pytest.mark.parametrize("index, change", [
    (0, {"ts": 0}), (1, {"ts": -1}), (1, {"ts": None}), (1, {"dur": 3}),
    (2, {"ph": "E"}), (3, {"ph": "B"}), (3, {"ts": 1}), (4, {"tid": 3}),
    (5, {"id": 8}), (6, {"ts": 99}), (6, {"ts": 1})])
def test_what_it_could_not_read_is_seen(index, change):
    assert not problems(GOOD)
    broken = [dict(e) for e in GOOD]
    broken[index].update(change)
    assert problems(broken)


def test_make_trace_leaves_both():
    done = make("trace", "CASE=once2 dropped spin", f"BUILD={BUILD}")
    assert done.returncode == 0
    path = BUILD / "trace/once2-dropped-spin"
    ElementTree.parse(f"{path}.svg")
    with open(f"{path}.json", encoding="utf-8") as file:
        assert not problems(json.load(file)["traceEvents"])
    assert "once2-dropped-spin.svg" in done.stdout
