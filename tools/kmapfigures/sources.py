# SPDX-License-Identifier: MIT
"""sources.py - what the code says about itself: strategies, scenarios, and the
verdict that is expected of each pair (scenario/expected.c)."""
import glob
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
LOCKS = ("spin", "irq")

VERDICTS = {  # scenario/expected.c: the records' word
    "SAFE": "safe", "STALE": "stale", "DOUBLE_MAP": "double-map",
    "DEADLOCK": "deadlock", "IRQ_STATE": "irq-state",
    "EXHAUSTED": "window-exhausted", "NA": "n/a",
}


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def string(body, field):
    """The value of a field that is a string, or several in a row."""
    words = re.search(rf'\.{field} =\s*((?:"[^"]*"\s*)+)', body)
    return "".join(re.findall(r'"([^"]*)"', words.group(1)))


def floors():
    """[(name, summary)] of the workloads that use no strategy."""
    found = {}
    for path in glob.glob(os.path.join(ROOT, "workload/*.c")):
        for body in re.findall(r"struct workload \w+ = \{(.*?)^\};",
                               read(path), re.M | re.S):
            if ".is_floor = true" in body:
                found[string(body, "name")] = string(body, "summary")
    listed = re.search(r"workloads\[\] = \{(.*?)\};",
                       read("workload/workloads.c"), re.S).group(1)
    order = [name.replace("_", "-")
             for name in re.findall(r"&workload_(\w+)", listed)]
    return [(name, found[name]) for name in order if name in found]


def strategies():
    """[(name, summary)] in the kernel's order."""
    found = []
    for path in glob.glob(os.path.join(ROOT, "mm/strategy/*.c")):
        for body in re.findall(r"struct kmap_strategy \w+ = \{(.*?)^\};",
                               read(path), re.M | re.S):
            order = int(re.search(r"\.order = (\d+)", body).group(1))
            found.append((order, string(body, "name"),
                          string(body, "summary")))
    return [(name, summary) for _, name, summary in sorted(found)]


def names():
    """The strategies' names."""
    return [name for name, _ in strategies()]


def scenarios():
    """Their names, in the order of scenario/scenario.c."""
    listed = re.search(r"scenarios\[\] = \{(.*?)\};",
                       read("scenario/scenario.c"), re.S).group(1)
    return [name.replace("_", "-")
            for name in re.findall(r"&scenario_(\w+)", listed)]


def questions():
    """{scenario: the question that it answers}"""
    out = {}
    for path in sorted(glob.glob(os.path.join(ROOT, "scenario/scenario_*.c"))):
        for body in re.findall(r"struct scenario \w+ = \{(.*?)^\};",
                               read(path), re.M | re.S):
            out[string(body, "name")] = string(body, "question")
    return out


def expected():
    """{(scenario, strategy, lock): verdict}, as scenario/expected.c has it."""
    table = {}
    parts = re.split(r'^\t\{ "([\w-]+)", \{$', read("scenario/expected.c"),
                     flags=re.M)
    for strategy, body in zip(parts[1::2], parts[2::2]):
        for scenario, *words in re.findall(
                r'\{ "([\w-]+)",\s*\{ (\w+),\s*(\w+)\s*\} \}', body):
            for lock, word in zip(LOCKS, words):
                table[scenario, strategy, lock] = VERDICTS[word]
    wanted = {(scenario, strategy, lock) for scenario in scenarios()
              for strategy in names() for lock in LOCKS}
    if wanted != set(table):
        raise ValueError("scenario/expected.c has gaps, or too much: "
                         f"{sorted(wanted ^ set(table))[:3]}")
    return table
