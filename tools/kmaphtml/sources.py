# SPDX-License-Identifier: MIT
"""sources.py - what the page is made from: a run's records, and files beside
them that may be missing."""
import os
from dataclasses import dataclass, field

from kmapreport import difference
from kmapreport.records import Results
from kmapreport.rulers import Rulers


@dataclass
class Sources:
    """Everything that a section may read."""

    results: Results
    path: str                  # where they are from
    note: str = ""             # a sentence on that, if there is one to say
    timelines: dict = field(default_factory=dict)  # {file's stem: svg}
    windows: Results = None    # runs that differ in the size of the window
    windows_note: str = ""     # where those are from
    base: str = ""             # what the run is compared with
    before: Results = None     # its records; None: it is not compared

    def __post_init__(self):
        self.catalog = self.results.catalog
        self.rulers = Rulers(self.results)
        self.differences = difference.between(self.before, self.results) \
            if self.before else None


@dataclass
class Section:
    """Part of the page: markup, and charts to be drawn."""

    name: str
    title: str
    parts: list


def timelines(folders):
    """{stem: text} of the pictures there; the first folder that has one
    counts."""
    out = {}
    for folder in filter(os.path.isdir, folders):
        for name in sorted(os.listdir(folder)):
            stem, kind = os.path.splitext(name)
            if kind == ".svg" and stem not in out:
                with open(os.path.join(folder, name),
                          encoding="utf-8") as file:
                    out[stem] = file.read()
    return out
