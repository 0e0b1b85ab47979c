# SPDX-License-Identifier: MIT
"""progress.py - what runs now and how long it takes yet.

On a terminal a bar that is redrawn; elsewhere a line now and then.
"""
import shutil
import sys
import time

BAR = 24
LINE_EVERY = 10  # seconds between lines where there is no terminal


def left_text(seconds):
    """0:07, 1:23"""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Progress:
    """Shows progress records on a stream; None: on nothing."""

    def __init__(self, stream=sys.stdout, clock=time.monotonic):
        self.stream = stream
        self.clock = clock
        self.terminal = stream is not None and stream.isatty()
        self.record = None
        self.first = None  # (when, step) of the first record
        self.next_line = 0
        self.drawn = False

    def update(self, record):
        """A progress record has come."""
        self.record = record
        if self.first is None or record["step"] < self.first[1]:
            self.first = (self.clock(), record["step"])
        self.show()

    def _left(self):
        """Seconds left at the pace so far; None before there is one."""
        when, step = self.first
        done = self.record["step"] - step
        if done < 2:
            return None
        pace = (self.clock() - when) / done
        return pace * (self.record["of"] - self.record["step"] + 1)

    def text(self):
        """One line: bar, percent, time left, what runs."""
        step, of = self.record["step"], max(self.record["of"], 1)
        share = (step - 1) / of
        full = int(BAR * share)
        left = self._left()
        return (f"[{'#' * full}{'.' * (BAR - full)}] {int(100 * share):3d}%"
                f"  {left_text(left) + ' left' if left is not None else '':9}"
                f"  {self.record['label']}")

    def show(self):
        """Draw, if it is time to."""
        if self.stream is None or self.record is None:
            return
        if self.terminal:
            width = shutil.get_terminal_size((80, 24)).columns - 1
            self.stream.write("\r\x1b[K" + self.text()[:width])
            self.drawn = True
        elif self.clock() >= self.next_line:
            self.stream.write(self.text() + "\n")
            self.next_line = self.clock() + LINE_EVERY
        self.stream.flush()

    def clear(self):
        """Make room for other text."""
        if self.drawn:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self.drawn = False

    def say(self, text):
        """A line of text, and the bar again below it."""
        if self.stream is None:
            return
        self.clear()
        self.stream.write(text + "\n")
        if self.terminal:
            self.show()
        self.stream.flush()
