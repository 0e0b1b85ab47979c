# SPDX-License-Identifier: MIT
"""matrix.py - the machines of tests/boot/matrix.txt."""
import shlex
from dataclasses import dataclass

from kmaptest.project import ROOT

MATRIX = ROOT / "tests/boot/matrix.txt"


@dataclass
class Config:
    """One line of the matrix."""
    name: str
    options: list
    args: list
    status: int
    present: list
    absent: list
    rare: bool  # for `make matrix` alone

    def run_kind(self, run):
        """What the guest was to run; an image may say it itself."""
        for arg in self.args:
            if arg.startswith("run="):
                return arg[4:]
        return run.env["parameters"]["run"] if run.env else "measure"


def parse(line, words=None):
    """name | runner's options | kernel's arguments | exit | console. words:
    {argument: what it means}."""
    fields = [field.strip() for field in line.split("|")]
    if len(fields) != 5:
        raise ValueError(f"five fields, not {len(fields)}: {line}")
    name, options, args, status, console = fields
    texts = [t.strip() for t in console.split("&") if t.strip()]
    args = " ".join((words or {}).get(arg, arg) for arg in args.split())
    return Config(name.removeprefix("+"), shlex.split(options), args.split(),
                  int(status),
                  [t for t in texts if not t.startswith("!")],
                  [t[1:].strip() for t in texts if t.startswith("!")],
                  name.startswith("+"))


def groups():
    """[(title, its machines)], in order."""
    out, words = [], {}
    with open(MATRIX, encoding="utf-8") as file:
        for line in file:
            name, is_word, meaning = line.partition(" := ")
            if line.startswith("#:"):
                out.append((line[2:].strip(), []))
            elif line.startswith("#") or not line.strip():
                continue
            elif is_word:
                words[name] = meaning.strip()
            else:
                out[-1][1].append(parse(line, words))
    return out


def matrix():
    """All of it."""
    configs = [config for _, members in groups() for config in members]
    names = [c.name for c in configs]
    if len(set(names)) != len(names):
        raise ValueError("a name is there twice")
    return configs
