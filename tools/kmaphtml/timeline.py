# SPDX-License-Identifier: MIT
"""timeline.py - pictures of what went wrong, if `make trace` has drawn any."""
import re

from kmaphtml.markup import Markup, element, identifier
from kmaphtml.sources import Section


def anchor_of(stem):
    return identifier("timeline", stem)


def find(timelines, scenario, strategy, lock):
    """The picture of that, or None. Its name may leave out the lock."""
    for stem in (f"{scenario}-{strategy}-{lock}", f"{scenario}-{strategy}"):
        if stem in timelines:
            return anchor_of(stem)
    return None


def inlined(stem, svg):
    """A file's <svg>, with ids of its own: one page has many."""
    svg = svg[svg.index("<svg"):svg.rindex("</svg>") + len("</svg>")]
    prefix = identifier("t", stem) + "-"

    def words(match):
        return match[1] + match[2] + " ".join(
            prefix + word for word in match[3].split()) + match[2]

    svg = re.sub(r"""((?:\bid|aria-\w+by)=)(["'])(.*?)\2""", words, svg)
    return Markup(re.sub(r"""(href=["']#|url\(["']?#)""", rf"\1{prefix}", svg))


def section(sources):
    """All of them."""
    if not sources.timelines:
        return None
    return Section("timelines", "What goes wrong, step by step", [
        element("section", element("h3", stem),
                element("div", inlined(stem, svg), class_="scroll",
                        tabindex="0", role="region", aria_label=stem),
                id=anchor_of(stem))
        for stem, svg in sources.timelines.items()])
