# SPDX-License-Identifier: MIT
"""folder.py - where a list of jobs leaves what came of it:

    commands    the list, a command line for each job, after a line that says
                what it was run on (a tag)
    joblog      GNU parallel's own log: which job ended when and how
    out/N       what job N printed; out/N.err: what it complained of
"""
import os
import shutil
from dataclasses import dataclass

SIGNALLED = -1  # the exit status of what parallel has killed: its time was up


@dataclass
class Done:
    """A job that has ended."""
    number: int     # from 1, as in the list
    command: str
    status: int     # its exit status
    seconds: float
    host: str       # ":" is here
    text: str       # what it printed

    @property
    def is_good(self):
        return self.status == 0

    def how(self):
        """How it ended, in words."""
        if self.status == SIGNALLED:
            return f"not done after {self.seconds:.0f} s"
        return f"exit status {self.status}"


class Folder:
    """The files of one list."""

    def __init__(self, path, commands, tag):
        self.path = str(path)
        self.commands = commands
        self._head = f"# {tag}\n"

    def file(self, name):
        return os.path.join(self.path, name)

    def _text(self):
        return self._head + "".join(f"{line}\n" for line in self.commands)

    def _read(self, name):
        try:
            with open(self.file(name), encoding="utf-8",
                      errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def open(self, again):
        """Keep what an interrupted run of the same list has done; else start
        anew: with `again`, also if that run came to its end. Returns how many
        jobs need not be run."""
        if self._read("commands") != self._text() or (again and
                                                      self._is_over()):
            shutil.rmtree(self.path, ignore_errors=True)
            os.makedirs(self.file("out"))
            with open(self.file("commands"), "w", encoding="utf-8") as file:
                file.write(self._text())
        return sum(done.is_good for done in self.results())

    def _is_over(self):
        return len(self._log()) == len(self.commands)

    def _log(self):
        """{number: fields of its last line in the joblog}"""
        lines = self._read("joblog").splitlines()[1:]
        split = [line.split("\t") for line in lines if line.count("\t") >= 8]
        return {int(fields[0]): fields for fields in split}

    def results(self):
        """Of all jobs that have ended, in the list's order."""
        log = self._log()
        return [self._done(number, log[number]) for number in sorted(log)]

    def _done(self, number, fields):
        signal = int(fields[7])
        return Done(number, self.commands[number - 1],
                    SIGNALLED if signal else int(fields[6]),
                    float(fields[3]), fields[1],
                    self._read(f"out/{number}"))
