# SPDX-License-Identifier: MIT
"""labs.py - what a lab is. A folder labs/N-NAME/ whose lab.py has a LAB."""
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

LABS = Path(__file__).resolve().parents[1]
ROOT = LABS.parent
SOLUTIONS = LABS / "solutions"


class NoSuchLab(ValueError):
    """There is no lab of that number."""


@dataclass(frozen=True)
class Item:
    """Something that earns points: all of them, or none."""
    name: str
    points: int
    expects: str     # a sentence
    judge: Callable  # (build.Built) -> judges.Judged


@dataclass(frozen=True)
class Lab:
    """One lab. Paths of sources are from the project's root, or, without a
    slash, from the lab's folder."""
    title: str
    source: str          # the student's file; in the folder is the skeleton
    items: tuple
    defines: tuple       # the global symbols that the file has to define
    may_use: tuple       # those of ours that it may refer to
    replaces: tuple = () # sources of ours that are left out instead
    given: tuple = ()    # sources that are in kernel and explorer besides
    cases: tuple = ()    # and the explorer's own: more_cases();
    explorer: tuple = () # those that are explored, and not in the kernel;
    kernel: tuple = ()   # or in the kernel only
    calls_pointers: bool = False  # may the file call by pointers to functions?
    control: str = ""    # the explorer's case that must find something
    strategy: str = "held"  # for the explorer
    folder: Path = field(default=Path())

    @property
    def number(self):
        return self.folder.name.partition("-")[0]

    @property
    def file(self):
        return self.folder / self.source

    @property
    def solution(self):
        return SOLUTIONS / f"{self.folder.name}.c"

    def path(self, source):
        """Where a source is."""
        return (ROOT if "/" in source else self.folder) / source


def load(folder):
    """The lab in a folder."""
    spec = importlib.util.spec_from_file_location("lab", folder / "lab.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    values = dict(vars(module.LAB), folder=folder)
    return Lab(**values)


def all_labs():
    """In the order of their numbers."""
    return [load(path.parent) for path in sorted(LABS.glob("[0-9]*/lab.py"))]


def find(number):
    """The lab of that number."""
    for lab in all_labs():
        if lab.number == number:
            return lab
    raise NoSuchLab(
        "which lab? " + ", ".join(f"N={lab.number} ({lab.title})"
                                  for lab in all_labs()))
