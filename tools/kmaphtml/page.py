# SPDX-License-Identifier: MIT
"""page.py - the whole page: one file that needs no other, and no script."""
import os

from kmaphtml import (compare, costs, gnuplot, latency, locks, machine, proofs,
                      scaling, timeline, verdicts, window)
from kmaphtml.chart import Chart
from kmaphtml.markup import Markup, element, link, paragraph, table, with_code

STYLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "style.css")
TITLE = "kmaplab: what was run and found"

# In the order of the page. With nothing to say a section is None.
SECTIONS = (verdicts.first, compare.section, costs.section,
            scaling.throughput, latency.section, locks.section,
            scaling.interrupts, window.section, proofs.section,
            timeline.section, verdicts.proven, machine.section)


def figure(chart, drawn):
    """A chart with its table."""
    return element(
        "figure", element("figcaption", chart.title), drawn[chart.name],
        element("details", element("summary", "The figures"),
                table(chart.heads, chart.rows,
                      f"{chart.title}: {chart.y_label}")),
        id=chart.name)


def body_of(section, drawn):
    """A section; charts that follow each other stand side by side."""
    out, row = [], []
    for part in [*section.parts, None]:
        if isinstance(part, Chart):
            row.append(figure(part, drawn))
            continue
        if row:
            out.append(element("div", row, class_="figures"))
            row = []
        out.append(part)
    return element("section", element("h2", section.title), out,
                   id=section.name)


def contents(sections):
    """Where to go."""
    return element("nav", element("ul", [
        element("li", link(section.name, section.title))
        for section in sections]), aria_label="Contents")


def style():
    with open(STYLE, encoding="utf-8") as file:
        return Markup(file.read())


def head():
    """No address in it leads anywhere: an icon would be asked for, too."""
    return element("head", Markup(
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, '
        'initial-scale=1">\n<link rel="icon" href="data:,">\n'),
        element("title", TITLE), element("style", style()))


def html(sources):
    """The page as text."""
    sections = [section for section in (make(sources) for make in SECTIONS)
                if section]
    drawn = gnuplot.draw([part for section in sections
                          for part in section.parts
                          if isinstance(part, Chart)])
    main = [body_of(section, drawn) for section in sections]
    return "<!DOCTYPE html>\n" + element(
        "html", head(), element(
            "body", element(
                "header", element("h1", TITLE), paragraph(
                    with_code(sources.note), class_="warn")
                if sources.note else None, contents(sections)),
            element("main", main)), lang="en")
