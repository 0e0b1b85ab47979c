# SPDX-License-Identifier: MIT
"""watch.py - from the guest's start to its end, or to where it moves no more.
"""
import time

from kmapreport.records import Run
from kmaprun.follow import Follower, clean
from kmaprun.patience import Patience

DUMP_QUIET = 1.5   # seconds without news that end the CPUs' answers
DUMP_LIMIT = 15    # seconds that they have in all
LOOK_EVERY = 0.05   # seconds
TYPED_EVERY = 0.01  # the same, if somebody waits for an echo

EXITED, HUNG, TIMED_OUT = "exited", "hung", "timed out"


class Watch:
    """Follows console and records of a running emulator."""

    def __init__(self, emulator, mixed, line, limits):
        """mixed: the records come out of the console; line: shows progress;
        limits: has hang and timeout, in seconds or None."""
        self.emulator = emulator
        self.mixed = mixed
        self.line = line
        self.limits = limits
        self.feed = None
        self.run = Run()
        self.console = Follower(emulator.console)
        self.results = Follower(emulator.results)
        self.patience = Patience(emulator.process.pid)
        self.start = time.monotonic()
        self.grace = 0  # seconds that the first news may come later

    def _take_record(self, line):
        record = self.run.add_line(line)
        if record and record["kind"] == "progress":
            self.line.update(record)

    def _take_console(self, text, lines):
        if self.feed:
            self.feed.console(text)
        for line in map(clean, lines):
            if self.mixed and line.startswith('{"v":'):
                self._take_record(line)
            else:
                self.line.hear(line)

    def look(self):
        """Take in what is new; returns whether anything was."""
        text, lines = self.console.lines()
        self._take_console(text, lines)
        news, records = self.results.lines()
        for line in records:
            self._take_record(line)
        return bool(text or news)

    def poll(self):
        """Returns EXITED, HUNG or TIMED_OUT; None while it goes on."""
        ended = self.emulator.status() is not None
        news = self.look()
        if ended:
            self._finish()
            return EXITED
        if news:
            self.grace = 0
        extra = self.grace
        if self.feed:
            extra += self.feed.allowance()
            news = news or self.feed.is_waiting()
        silence = self.patience.look(news)
        if self.limits.hang and silence > self.limits.hang + extra:
            return HUNG
        passed = time.monotonic() - self.start
        if self.limits.timeout and passed > self.limits.timeout:
            return TIMED_OUT
        return None

    def until_end(self):
        """Wait for that and return it."""
        while True:
            ending = self.poll()
            if ending:
                return ending
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
