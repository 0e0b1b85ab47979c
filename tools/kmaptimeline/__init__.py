# SPDX-License-Identifier: MIT
"""What happened, in order: from records of the kinds `timeline` and `event`
(docs/results.md), which the explorer (--events FILE) and the kernel (trace=on)
write, to pictures.

    from kmaptimeline import load, diagram

    for timeline in load("build/trace/once2.jsonl"):
        print("\\n".join(diagram(timeline)))

`load(path)` and `of_records(records)` give a list of Timeline. Three renderers:

    diagram(timeline, width=80, colour=False)   lines of text for a terminal
    svg.picture(timeline)                       the text of an SVG file
    chrome.trace(timeline)                      what json.dump() writes for
                                                Perfetto and chrome://tracing
"""
from kmaptimeline.model import Timeline, load, of_records
from kmaptimeline.text import diagram

__all__ = ["Timeline", "diagram", "load", "of_records"]
