# SPDX-License-Identifier: MIT
"""timeline.py - pictures of what went wrong, if `make trace` has drawn any."""
import re

from kmaphtml.markup import Markup, element, identifier
from kmaphtml.sources import Section


def anchor_of(stem):
    return identifier("timeline", stem)


def find(timelines, scenario, strategy, lock):
    """The picture of that, or None. Its name begins with scenario and
    strategy; one that names the lock, too, is preferred."""
    for stem in (f"{scenario}-{strategy}-{lock}", f"{scenario}-{strategy}"):
        if stem in timelines:
            return anchor_of(stem)
    return None


def inlined(stem, svg):
    """A file's <svg>, with ids of its own: one page has many."""
    svg = svg[svg.index("<svg"):svg.rindex("</svg>") + len("</svg>")]
    prefix = identifier("t", stem) + "-"
    for name in re.findall(r'\bid=["\']([^"\']+)', svg):
        svg = re.sub(rf'((?:\bid=|href=)["\']#?|url\(["\']?#){name}\b',
                     rf"\g<1>{prefix}{name}", svg)
        svg = re.sub(rf'(aria-\w+="[^"]*)\b{name}\b', rf"\1{prefix}{name}",
                     svg)
    return Markup(svg)


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
