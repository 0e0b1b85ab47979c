# SPDX-License-Identifier: MIT
"""markup.py - pieces of HTML. Text is escaped unless it is Markup already."""
import html
import re


class Markup(str):
    """HTML that is ready."""


def escaped(child):
    """A child of an element: Markup as it is, all else as text; a list is one
    child after the other, and None is nothing."""
    if child is None:
        return ""
    if isinstance(child, (list, tuple)):
        return "".join(map(escaped, child))
    return child if isinstance(child, Markup) else html.escape(str(child))


def attribute(name, value):
    """class_="a" is class="a", aria_label is aria-label; None: left out."""
    name = name.rstrip("_").replace("_", "-")
    if value is None:
        return ""
    return f" {name}" if value is True else \
        f' {name}="{html.escape(str(value))}"'


def element(name, *children, **attributes):
    """<name attributes>children</name>"""
    start = name + "".join(attribute(*pair) for pair in attributes.items())
    return Markup(f"<{start}>{escaped(children)}</{name}>\n")


def inline(name, *children, **attributes):
    """The same, to go between words."""
    return Markup(element(name, *children, **attributes).rstrip("\n"))


def words(*parts):
    """Text and pieces of HTML in a row."""
    return Markup("".join(map(escaped, parts)))


def paragraph(*children, **attributes):
    return element("p", *children, **attributes)


def code(text):
    return inline("code", text)


def with_code(text):
    """Text in which `this` is code."""
    return words(*(code(part) if n % 2 else part
                   for n, part in enumerate(text.split("`"))))


def link(target, *children, **attributes):
    """To a place on the page."""
    return inline("a", *children, href=f"#{target}", **attributes)


def identifier(*parts):
    """Something that can be an id, of some names."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(map(str, parts)).lower()
                  ).strip("-")


def table(heads, rows, caption=None, **attributes):
    """A table in a box that scrolls if there is no room. Heads that begin with
    a `>` are of numbers; the first cell of a row is its head. A cell that is
    an element <td> is taken as it is."""
    def cell(number, value):
        if isinstance(value, Markup) and value.startswith("<td"):
            return value
        figure = heads[number].startswith(">")
        return element("td" if number else "th", value,
                       class_="n" if figure else None,
                       scope=None if number else "row")

    whole = element(
        "table", element("caption", caption) if caption else None,
        element("thead", element("tr", [element(
            "th", head.removeprefix(">"), scope="col",
            class_="n" if head.startswith(">") else None)
            for head in heads])),
        element("tbody", [element("tr", [
            cell(*pair) for pair in enumerate(row)]) for row in rows]),
        **attributes)
    return element("div", whole, class_="scroll", tabindex="0", role="region",
                   aria_label=caption or "table")
