# SPDX-License-Identifier: MIT
"""command.py - from a file of records to a file with the page."""
import os
import sys

from kmapfigures import store
from kmapreport import records
from kmaphtml import compare, gnuplot, page, window
from kmaphtml.sources import Sources, timelines

RECORDED = "docs/records/run.jsonl"


def load(path):
    """(records, where from, a sentence on that): the recorded run, where
    there is none of one's own."""
    if os.path.exists(path):
        return records.load(path), path, ""
    return store.load("run"), RECORDED, (
        f"There is no {path}, so this is the run that is kept with the "
        f"sources, {RECORDED}. `make run` makes one of your own.")


def windows(path):
    """(runs with windows of several sizes, a sentence on where they are
    from)."""
    name = os.path.join(os.path.dirname(path), "window.jsonl")
    if os.path.exists(name):
        return records.load(name), ""
    recorded = store.load("window")
    return recorded, (f"From docs/records/window.jsonl; {window.HOW}"
                      if recorded else f"This was not run: {window.HOW}")


def folders(path):
    """Where timelines may be: beside the records, and in the documents."""
    return [os.path.join(os.path.dirname(path), "trace"),
            os.path.join(store.ROOT, "docs/timelines")]


def write(path, out, base=None):
    """Make the page; returns the exit status."""
    try:
        results, source, note = load(path)
        if not results or not results.records:
            raise ValueError(f"{source} has no records: `make run`")
        sources = Sources(
            results, source, note, timelines(folders(path)), *windows(path),
            base or "", records.load(base) if base else None)
        text = page.html(sources)
        os.makedirs(os.path.dirname(os.path.abspath(out)), exist_ok=True)
        with open(out, "w", encoding="utf-8") as file:
            file.write(text)
    except (OSError, ValueError, gnuplot.GnuplotError) as error:
        print(f"report: {error}", file=sys.stderr)
        return 1
    print("\n".join([*compare.lines(sources), " ".join(filter(
        None, (note, f"{out}: the whole report")))]))
    return 0
