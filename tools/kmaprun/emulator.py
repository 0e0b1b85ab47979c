# SPDX-License-Identifier: MIT
"""emulator.py - an emulator as a child process that never outlives us.

It runs in a directory of its own, in which everything always has the same
name: the kernel, the image, and `out`, a link to the folder for its output. So
no path of the host gets into the guest, where parsing it would take time, and
no space or comma gets into a configuration.
"""
import ctypes
import os
import shutil
import signal
import subprocess
import tempfile

PR_SET_PDEATHSIG = 1
KERNEL = "kmaplab.elf"
IMAGE = "boot.img"
OUT = "out"


class StartError(Exception):
    """The emulator did not start; says why."""


def die_with_parent():
    """In a child, before it starts: the kernel ends it when we end."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def find_program(name):
    """Its absolute path."""
    path = shutil.which(name)
    if not path:
        raise StartError(f"there is no program {name}")
    return os.path.abspath(path)


class Emulator:
    """What QEMU and Bochs have in common.

    `out` is the folder for console.log, results.jsonl and emulator.log, which
    is what the emulator itself printed.
    """

    def __init__(self, out, program):
        self.program = program
        self.process = None
        self.console = os.path.join(out, "console.log")
        self.results = os.path.join(out, "results.jsonl")
        self.log = os.path.join(out, "emulator.log")
        self.private = tempfile.TemporaryDirectory(prefix="kmaplab-")
        os.makedirs(out, exist_ok=True)
        for old in (self.console, self.results, self.log):
            with open(old, "wb"):
                pass
        os.symlink(os.path.abspath(out), self.path(OUT))

    def path(self, name):
        """The path of a file in its directory."""
        return os.path.join(self.private.name, name)

    def spawn(self, arguments, **options):
        """Start it, in a session of its own: Ctrl-C is for us."""
        with open(self.log, "ab") as log:
            options = {"stdin": subprocess.DEVNULL, "stdout": log,
                       "stderr": log, **options}
            try:
                # pylint: disable=consider-using-with
                self.process = subprocess.Popen(
                    [find_program(self.program), *arguments],
                    cwd=self.private.name, start_new_session=True,
                    preexec_fn=die_with_parent, **options)
            except OSError as error:
                raise StartError(
                    f"{self.program}: {error.strerror}") from None

    def status(self):
        """Its exit status; None while it runs."""
        return self.process.poll() if self.process else None

    def said(self):
        """What the emulator itself printed."""
        try:
            with open(self.log, encoding="utf-8", errors="replace") as file:
                return file.read().strip()
        except OSError:
            return ""

    def ask_cpus(self):
        """Make every CPU say what it does; returns whether that is possible.
        """
        return False

    def finish(self):
        """After its end: whatever is left to collect."""

    def stop(self):
        """End it, whatever it does."""
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait()
        self.finish()
        self.private.cleanup()
