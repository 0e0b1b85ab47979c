# SPDX-License-Identifier: MIT
"""progress.py - what runs now, and how much time is left.

On a terminal a bar for each run; elsewhere a line now and then.
"""
import shutil
import sys
import time

BAR = 24
LINE_EVERY = 10   # seconds between lines where there is no terminal
DRAW_EVERY = 0.2  # seconds between redraws where there is one
CLEAR = "\r\x1b[K"


def left_text(seconds):
    """0:07, 1:23"""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Line:
    """The progress of one run."""

    def __init__(self, board, name):
        self.board = board
        self.name = name
        self.record = None
        self.first = None     # (when, step) of the first record
        self.since = board.clock()
        self.next_line = 0
        self.over = None

    def update(self, record):
        """A progress record has come."""
        self.record = record
        if self.first is None or record["step"] < self.first[1]:
            self.first = (self.board.clock(), record["step"])
        self.board.show(self)

    def hear(self, text):
        """The guest has printed this."""
        if self.board.echo:
            self.board.say((f"{self.name}| " if self.name else "") + text)

    def end(self, well):
        """The run is over."""
        self.over = "done" if well else "failed"
        self.board.show(self)

    def _left(self):
        """Seconds left at the pace so far; None before there is one."""
        when, step = self.first
        done = self.record["step"] - step
        if done < 2:
            return None
        pace = (self.board.clock() - when) / done
        return pace * (self.record["of"] - self.record["step"] + 1)

    def text(self):
        """Bar, percent, time left, what runs."""
        name = f"{self.name:6} " if self.name else ""
        if self.over:
            return f"{name}[{'#' * BAR}] {self.over}"
        if self.record is None:
            waited = int(self.board.clock() - self.since)
            return f"{name}[{'.' * BAR}] starting, {waited} s"
        step, of = self.record["step"], max(self.record["of"], 1)
        share = (step - 1) / of
        full = int(BAR * share)
        left = self._left()
        return (f"{name}[{'#' * full}{'.' * (BAR - full)}] "
                f"{int(100 * share):3d}%"
                f"  {left_text(left) + ' left' if left is not None else '':9}"
                f"  {self.record['label']}")


class Board:
    """The lines of all runs, on a stream; with None they are not shown."""

    def __init__(self, stream=sys.stdout, clock=time.monotonic, echo=False):
        """echo: also show what the guests print."""
        self.stream = stream
        self.clock = clock
        self.echo = echo
        self.terminal = stream is not None and stream.isatty()
        self.lines = []
        self.drawn = 0      # lines on the terminal
        self.next_draw = 0

    def line(self, name=""):
        """A line for one more run."""
        self.lines.append(Line(self, name))
        return self.lines[-1]

    def _draw(self):
        self.clear()
        width = shutil.get_terminal_size((80, 24)).columns - 1
        self.stream.write("\n".join(CLEAR + line.text()[:width]
                                    for line in self.lines))
        self.drawn = len(self.lines)
        self.next_draw = self.clock() + DRAW_EVERY

    def show(self, line):
        """This line has changed."""
        if self.terminal:
            self.look()
        elif self.stream is not None and self.clock() >= line.next_line:
            self.stream.write(line.text() + "\n")
            line.next_line = self.clock() + LINE_EVERY
            self.stream.flush()

    def look(self):
        """Time has passed."""
        if self.terminal:
            if self.clock() >= self.next_draw:
                self._draw()
                self.stream.flush()
        else:
            for line in self.lines:
                if line.record is None:
                    self.show(line)

    def clear(self):
        """Make room for other text."""
        if self.drawn:
            self.stream.write((CLEAR + "\x1b[A") * (self.drawn - 1) + CLEAR)
            self.stream.flush()
            self.drawn = 0

    def say(self, text):
        """A line of text, and the bars again below it."""
        if self.stream is None:
            return
        self.clear()
        self.stream.write(text + "\n")
        if self.terminal:
            self._draw()
        self.stream.flush()
