# SPDX-License-Identifier: MIT
"""lock.py - only one run at a time in a folder.

A lock on an open file is released when its process ends, for whatever reason.
"""
import fcntl
import os

NAME = "run.lock"


class Busy(Exception):
    """Another run uses the folder; the message says which, and what to do."""


class Lock:
    """Held from its creation until it is released."""

    def __init__(self, folder):
        """Raises Busy."""
        os.makedirs(folder, exist_ok=True)
        # pylint: disable=consider-using-with
        self.file = open(os.path.join(folder, NAME), "a+", encoding="ascii")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.seek(0)
            owner = self.file.read().strip() or "?"
            self.file.close()
            raise Busy(f"another run, process {owner}, is using the folder "
                       f"{folder}. Wait for it, or use another folder: "
                       "make run BUILD=other") from None
        self.file.truncate(0)
        self.file.write(str(os.getpid()))
        self.file.flush()

    def release(self):
        """Let others run."""
        self.file.close()
