# SPDX-License-Identifier: MIT
"""parsed.py - a page as a tree, to ask what is in it."""
from html.parser import HTMLParser

VOID = ("meta", "link", "br")  # elements without an end


class Node:
    """An element."""

    def __init__(self, name, attributes, parent):
        self.name, self.attributes, self.parent = name, attributes, parent
        self.children, self.words = [], []

    def walk(self):
        """It and all that is inside."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, name, **attributes):
        """Those of that name; a class is one of several."""
        def fits(node):
            return all(value in (node.attributes.get(
                key.rstrip("_")) or "").split()
                for key, value in attributes.items())

        return [node for node in self.walk()
                if node.name == name and fits(node)]

    def one(self, name, **attributes):
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} of {name} {attributes}"
        return found[0]

    def text(self):
        """All its words, in order."""
        return " ".join(" ".join(part if isinstance(part, str)
                                 else part.text() for part in self.words
                                 ).split())


class Parser(HTMLParser):
    """Elements end where they should, or it is an error."""

    def __init__(self):
        super().__init__()
        self.root = self.at = Node("", {}, None)

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"<{tag}>: an attribute twice"
        node = Node(tag, dict(attrs), self.at)
        self.at.children.append(node)
        self.at.words.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.at = self.at.parent

    def handle_endtag(self, tag):
        assert self.at.name == tag, f"<{self.at.name}> ends with </{tag}>"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.words.append(data)


def parse(text):
    """The tree; everything has to end."""
    parser = Parser()
    parser.feed(text)
    parser.close()
    assert parser.at is parser.root
    return parser.root
