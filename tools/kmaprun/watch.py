# SPDX-License-Identifier: MIT
"""watch.py - from the guest's start to its end, or to where it moves no more.
"""
import time
from dataclasses import dataclass

from kmapreport.records import Run
from kmaprun.follow import Follower, clean

LOOK_EVERY = 0.05  # seconds
DUMP_QUIET = 1.5   # seconds without news that end the CPUs' answers
DUMP_LIMIT = 15    # seconds that they have in all

EXITED, HUNG, TIMED_OUT = "exited", "hung", "timed out"


@dataclass
class Limits:
    """Seconds; None: no limit."""
    hang: float
    total: float


class Watch:
    """Follows console and records of a running emulator."""

    def __init__(self, emulator, wiring, progress, echo=False, feed=None):
        self.emulator = emulator
        self.mixed = wiring.mixed
        self.progress = progress
        self.echo = echo
        self.feed = feed
        self.run = Run()
        self.console = Follower(emulator.console)
        self.results = Follower(emulator.results)

    def _take_record(self, line):
        record = self.run.add_line(line)
        if record and record["kind"] == "progress":
            self.progress.update(record)

    def _take_console(self, text, lines):
        if self.feed:
            self.feed.console(text)
        for line in map(clean, lines):
            if self.mixed and line.startswith('{"v":'):
                self._take_record(line)
            elif self.echo:
                self.progress.say(line)

    def look(self):
        """Take in what is new; returns whether anything was."""
        text, lines = self.console.lines()
        self._take_console(text, lines)
        news, records = self.results.lines()
        for line in records:
            self._take_record(line)
        return bool(text or news)

    def until_end(self, limits):
        """Returns EXITED, HUNG or TIMED_OUT."""
        start = last_news = time.monotonic()
        while True:
            ended = self.emulator.status() is not None
            now = time.monotonic()
            if self.look():
                last_news = now
            if ended:
                self._finish()
                return EXITED
            if limits.hang and now - last_news > limits.hang:
                return HUNG
            if limits.total and now - start > limits.total:
                return TIMED_OUT
            time.sleep(LOOK_EVERY)

    def _finish(self):
        """What came last, without the end of its line."""
        self.emulator.finish()
        self.look()
        if self.results.partial:
            self._take_record(self.results.partial)

    def ask_cpus(self):
        """What every CPU says that it does; None if it cannot be asked."""
        self.look()
        before = self.console.offset
        if not self.emulator.ask_cpus():
            return None
        start = last_news = time.monotonic()
        while (time.monotonic() - last_news < DUMP_QUIET
               and time.monotonic() - start < DUMP_LIMIT):
            if self.look():
                last_news = time.monotonic()
            time.sleep(LOOK_EVERY)
        with open(self.emulator.console, "rb") as file:
            file.seek(before)
            return clean(file.read().decode(errors="replace")).strip()
