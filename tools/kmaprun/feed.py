# SPDX-License-Identifier: MIT
"""feed.py - typing on the guest's serial console: when it says this, type
that."""
import os


def parse(text):
    r"""'kmaplab> =crash-hang\n' as (wait for, type)."""
    wait, equals, keys = text.partition("=")
    if not equals:
        raise ValueError(f"'{text}' is not WAIT=TYPE")
    return wait, keys.replace("\\n", "\n")


def make_pipe(path, console):
    """What QEMU's pipe device wants: what we write to PATH.in is typed, what
    the guest says goes straight to its file. (A socket would hold some 250
    bytes, and lose what comes too fast.)"""
    os.mkfifo(path + ".in")
    os.symlink(os.path.abspath(console), path + ".out")


class Feed:
    """The steps still to do."""

    def __init__(self, path, steps):
        """path: as for make_pipe(); QEMU has it open already."""
        self.steps = list(steps)
        self.seen = ""
        self.pipe = os.open(path + ".in", os.O_WRONLY | os.O_NONBLOCK)

    @staticmethod
    def is_waiting():
        """A guest that is silent is not excused: something was to come."""
        return False

    @staticmethod
    def allowance():
        """Nor for longer than any guest."""
        return 0

    def console(self, text):
        """The guest has said this."""
        self.seen += text
        while self.steps and self.steps[0][0] in self.seen:
            wait, keys = self.steps.pop(0)
            self.seen = self.seen.split(wait, 1)[1]
            os.write(self.pipe, keys.encode())
