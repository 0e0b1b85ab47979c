# SPDX-License-Identifier: MIT
"""pictures.py - the timelines in the documents: docs/timelines/, drawn from
docs/records/timeline.jsonl."""
import os
from functools import lru_cache

from kmaptimeline import of_records, svg
from kmapreport import rows
from kmapreport.numbers import short
from kmapfigures import markdown, store

FOLDER = "docs/timelines"
STRATEGIES = ("dropped", "quarantine")  # of these, every scenario
MORE = (("irq-deadlock", "held"), ("irq-deadlock", "polled"),
        ("double-map", "recheck"))
# With which lock, unless it is spin: what the scenario is about needs this one.
LOCKS = {"irq-deadlock": "irq", "irq-state": "irq", "outer-lock": "irq"}


def is_drawn(record):
    """Is that record of a timeline one that documents show?"""
    name, strategy = record["name"], record["strategy"]
    return record["lock"] == LOCKS.get(name, "spin") and (
        strategy in STRATEGIES or (name, strategy) in MORE)


def kept(records):
    """What a record keeps of a run that was traced: timelines that are drawn,
    without the points that no picture shows; and all that are not events."""
    out, drawn = [], False
    for record in records:
        if record["kind"] == "timeline":
            drawn = is_drawn(record)
        if record["kind"] not in ("timeline", "event"):
            out.append(record)
        elif drawn and record.get("what") != "point":
            out.append(record)
    return out


@lru_cache
def drawn_from(_path, _changed):
    """{(scenario, strategy): timeline} of the recorded run."""
    results = store.load("timeline")
    return {(t.name, t.strategy): t for t in of_records(results.records)}


def timelines():
    """The same; none if nothing was recorded."""
    path = store.path_of("timeline")
    return drawn_from(path, os.stat(path).st_mtime_ns) \
        if os.path.exists(path) else {}


def path_of(timeline):
    """The picture's file, from the root of the project."""
    return f"{FOLDER}/{svg.name_of(timeline)}.svg"


def pictures():
    """{file: what it should be}."""
    return {path_of(t): svg.picture(t) for t in timelines().values()}


def left_over():
    """Pictures of which there is no timeline any more."""
    folder = os.path.join(store.ROOT, FOLDER)
    there = os.listdir(folder) if os.path.isdir(folder) else []
    return sorted({f"{FOLDER}/{name}" for name in there} - set(pictures()))


def link(timeline, here):
    """From a document to a picture; `here` is the document's folder."""
    return os.path.relpath(path_of(timeline), here)


def one(scenario, strategy, here="docs"):
    """A picture, with what it shows in words."""
    timeline = timelines().get((scenario, strategy))
    if timeline is None:
        return store.MISSING
    said = svg.capital(timeline.title)
    return [f"![{said} {timeline.strategy}, lock={timeline.lock}: "
            f"{timeline.verdict}]({link(timeline, here)})"]


def gallery():
    """All scenarios: a link for each of the two strategies."""
    found = timelines()
    if not found:
        return store.MISSING
    names = dict.fromkeys(scenario for scenario, _ in found)
    return markdown.table(
        ["scenario", "lock", *STRATEGIES],
        [(f"`{name}`", LOCKS.get(name, "spin"), *(
            f"[{found[name, s].verdict}]({link(found[name, s], 'docs')})"
            for s in STRATEGIES)) for name in names])


def mean(records, workload):
    """Instructions of one operation there, in words."""
    row = rows.row_of(records, workload=workload, threads=1,
                      accounting="none", strategy="held", lock="spin")
    return short(rows.cost(row, records.env))


def cost():
    """What the trace costs while it is on, in a sentence."""
    traced, run = store.load("timeline"), store.load("run")
    if traced is None or run is None:
        return store.MISSING
    traced, plain = traced.runs[-1], run.on("exact")
    return ["With the trace on, `held` with `lock=spin` needs",
            f"{mean(traced, 'hot')} instructions for a hit instead of "
            f"{mean(plain, 'hot')}, and {mean(traced, 'cycle')} for a miss "
            f"instead of {mean(plain, 'cycle')}."]
