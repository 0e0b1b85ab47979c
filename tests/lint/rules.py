# SPDX-License-Identifier: MIT
"""rules.py - the rules of CONTRIBUTING.md that no other program checks.

Each check takes files as {name: text} and returns what breaks its rule, a line
each; test_rules.py shows that it can.
"""
import os
import re
from fnmatch import fnmatch

# From the ground up; rooms on the same floor know nothing of each other.
FLOORS = (("lib",), ("arch",), ("smp",), ("mm",), ("oracle", "record"),
          ("scenario", "workload"), ("job",), ("tests",), ("boot",))
GROUND = {name: level for level, names in enumerate(FLOORS)
          for name in names}

# What must compile against any machine: it reaches it by headers of arch/ only.
PORTABLE = ("smp/*", "mm/*", "oracle/*", "record/*", "scenario/*",
            "workload/*", "job/*")

NO_SPDX = (".git", ".gitignore", ".clang-format", ".editorconfig", "LICENSE",
           "COPYING")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
MAX_COLUMNS = 80
MAX_LINES = 60


def is_c(name):
    return name.endswith((".c", ".h"))


def licence(name):
    """What becomes part of Linux is under Linux's."""
    return "GPL-2.0" if name.startswith("compare/") else "MIT"


def spdx(files):
    """Every source says under which licence it is."""
    return [name for name, text in files.items()
            if not name.endswith((".md", ".json", ".jsonl", ".png")) and
            os.path.basename(name) not in NO_SPDX and
            f"SPDX-License-Identifier: {licence(name)}" not in text[:400]]


def columns(files):
    """No line of C is longer than 80 columns."""
    return [f"{name}:{number}: {len(line.expandtabs(8))} columns"
            for name, text in files.items() if is_c(name)
            for number, line in enumerate(text.splitlines(), 1)
            if len(line.expandtabs(8)) > MAX_COLUMNS]


def lengths(files):
    """No function has more than 60 lines. (Only a function's braces are in
    the first column.)"""
    out = []
    for name, text in files.items():
        start = None
        for number, line in enumerate(text.splitlines(), 1):
            if line == "{":
                start = number
            elif line == "}" and start and is_c(name):
                if number - start - 1 > MAX_LINES:
                    out.append(f"{name}:{start}: {number - start - 1} lines")
                start = None
    return out


def comments(files):
    """No // comments."""
    out = []
    for name, text in files.items():
        if is_c(name):
            bare = STRING.sub('""', COMMENT.sub("", text))
            out += [f"{name}: {line.strip()}" for line in bare.splitlines()
                    if "//" in line]
    return out


def floor(name):
    """0: the ground; None: on no floor."""
    top = name.split("/")[0]
    return GROUND.get(top, len(FLOORS) if name == "main.c" else None)


def may_include(name, included):
    """Whether that is in the same room, or further down."""
    if name.split("/")[0] == included.split("/")[0]:
        return True
    above = floor(included)
    return above is not None and above < floor(name)


def includes(files):
    """(name, included) of the kernel's files, and those of the explorer."""
    return [(name, included) for name, text in files.items()
            if is_c(name) and floor(name) is not None and
            not name.startswith(("tests/unit/", "tests/fuzz/"))
            for included in INCLUDE.findall(text) if "/" in included]


def floors(files):
    """Nothing includes upward, or next door on the same floor."""
    return [f"{name} includes {included}"
            for name, included in includes(files)
            if not may_include(name, included)]


def machine(files):
    """Nothing outside arch/ and boot/ includes arch/x86/."""
    return [f"{name} includes {included}"
            for name, included in includes(files)
            if included.startswith("arch/x86/") and
            not name.startswith(("arch/", "boot/"))]


def portable(files):
    """Only arch/ and boot/ have inline assembly."""
    out = []
    for name, text in files.items():
        if not any(fnmatch(name, pattern) for pattern in PORTABLE):
            continue
        bare = STRING.sub("", COMMENT.sub("", text))
        if re.search(r"\b(__)?asm(__)?\b", bare):
            out.append(f"{name} has inline assembly")
    return out


def pragma(files):
    """Every header can be included twice."""
    return [name for name, text in files.items() if name.endswith(".h")
            and not re.search(r"^#ifndef (\w+)\n#define \1$", text, re.M)]


CHECKS = (spdx, columns, lengths, comments, floors, machine, portable, pragma)
