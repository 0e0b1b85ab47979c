# SPDX-License-Identifier: MIT
"""sources.py - what the code says about itself: strategies, scenarios, and the
verdict that is expected of each pair (bench/expected.c)."""
import glob
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
LOCKS = ("spin", "irq")

VERDICTS = {  # bench/expected.c: the records' word
    "SAFE": "safe", "STALE": "stale", "DOUBLE_MAP": "double-map",
    "DEADLOCK": "deadlock", "IRQ_STATE": "irq-state",
    "EXHAUSTED": "window-exhausted", "NA": "n/a",
}


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def strategies():
    """[(name, summary)] in the kernel's order."""
    found = []
    for path in glob.glob(os.path.join(ROOT, "mm/strategy/*.c")):
        for body in re.findall(r"struct kmap_strategy \w+ = \{(.*?)^\};",
                               read(path), re.M | re.S):
            name = re.search(r'\.name = "([^"]+)"', body).group(1)
            # A long summary is several strings in a row.
            words = re.search(r'\.summary =\s*((?:"[^"]*"\s*)+)', body)
            summary = "".join(re.findall(r'"([^"]*)"', words.group(1)))
            order = int(re.search(r"\.order = (\d+)", body).group(1))
            found.append((order, name, summary))
    return [(name, summary) for _, name, summary in sorted(found)]


def names():
    """The strategies' names."""
    return [name for name, _ in strategies()]


def scenarios():
    """Their names, in the order of bench/scenario.c."""
    listed = re.search(r"scenarios\[\] = \{(.*?)\};",
                       read("bench/scenario.c"), re.S).group(1)
    return [name.replace("_", "-")
            for name in re.findall(r"&scenario_(\w+)", listed)]


def questions():
    """{scenario: the question that it answers}"""
    out = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "bench/scenario_*.c"))):
        for name, words in re.findall(
                r'\.name = "([^"]+)",\s*\.question =\s*((?:"[^"]*"\s*)+)',
                read(path)):
            out[name] = "".join(re.findall(r'"([^"]*)"', words))
    return out


def expected():
    """{(scenario, strategy, lock): verdict}, as bench/expected.c has it."""
    table = {}
    parts = re.split(r'^\t\{ "([\w-]+)", \{$', read("bench/expected.c"),
                     flags=re.M)
    for strategy, body in zip(parts[1::2], parts[2::2]):
        for scenario, *words in re.findall(
                r'\{ "([\w-]+)",\s*\{ (\w+),\s*(\w+)\s*\} \}', body):
            for lock, word in zip(LOCKS, words):
                table[scenario, strategy, lock] = VERDICTS[word]
    wanted = {(scenario, strategy, lock) for scenario in scenarios()
              for strategy in names() for lock in LOCKS}
    if wanted != set(table):
        raise ValueError("bench/expected.c has gaps, or too much: "
                         f"{sorted(wanted ^ set(table))[:3]}")
    return table
