# SPDX-License-Identifier: MIT
"""terminal.py - somebody types, here or through a pipe: what is typed goes to
the guest's serial console, and what that says comes back."""
import os
import re
import select
import sys
import termios
import tty

SECONDS = 4           # of silence, for each that a stress run takes
PROMPT = "kmaplab> "  # job/shell.c
END = b"\x04"         # Ctrl-D: there is no more
CHUNK = 512           # bytes at a time; a pipe holds more


class Terminal:
    """Standard input and output, as the shell's keyboard and screen.

    Nothing is typed before the first prompt: the guest empties its port when it
    sets it up.
    """

    def __init__(self, path, source=0, screen=None):
        """path: as for feed.make_pipe(); QEMU has it open already."""
        self.source = source
        self.screen = screen or sys.stdout
        self.pipe = os.open(path + ".in", os.O_WRONLY | os.O_NONBLOCK)
        self.typed = b""         # not sent yet
        self.last = b"\n"        # what was read last
        self.ended = False       # there is no more to read
        self.line = ""           # the guest's last one
        self.command = ""        # the last one with a prompt
        self.prompted = False
        self.unanswered = False  # keys were sent, and nothing came back
        self.settings = None
        if os.isatty(source):
            self.settings = termios.tcgetattr(source)
            tty.setcbreak(source)  # Ctrl-C remains ours

    def console(self, text):
        """The guest has said this."""
        self.screen.write(text.replace("\r", ""))
        self.screen.flush()
        *whole, self.line = (self.line + text).split("\n")
        self.unanswered = False
        self.prompted = self.prompted or PROMPT in self.line
        for line in whole:
            if PROMPT in line:
                self.command = line

    def _read(self):
        """Take what is there to read, without waiting."""
        if self.ended or len(self.typed) >= CHUNK or \
                not select.select([self.source], [], [], 0)[0]:
            return
        data = os.read(self.source, CHUNK)
        if data:
            self.last = data
        else:
            self.ended = True
            data = END if self.last.endswith(b"\n") else b"\n" + END
        self.typed += data

    def poll(self):
        """Pass on what was typed. Call this often."""
        self._read()
        if not self.prompted or not self.typed:
            return
        try:
            sent = os.write(self.pipe, self.typed)
        except BlockingIOError:
            return
        except BrokenPipeError:  # QEMU has ended, which others notice
            sent = len(self.typed)
        self.typed = self.typed[sent:]
        self.unanswered = True

    def is_waiting(self):
        """Whether the guest waits for keys, so that its silence means nothing.
        """
        return PROMPT in self.line and not self.unanswered

    def allowance(self):
        """Seconds that the guest may be silent for besides what any guest may:
        the command takes seconds=."""
        asked = re.search(r"\bseconds=(\d+)", self.command)
        return SECONDS * int(asked[1]) if asked else 0

    def close(self):
        """The terminal is as it was."""
        if self.settings:
            termios.tcsetattr(self.source, termios.TCSANOW, self.settings)
            self.settings = None
        if self.pipe is not None:
            os.close(self.pipe)
            self.pipe = None
