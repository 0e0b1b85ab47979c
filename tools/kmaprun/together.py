# SPDX-License-Identifier: MIT
"""together.py - run sessions side by side, until all have ended or one has
failed."""
import time

from kmaprun import disk
from kmaprun.watch import LOOK_EVERY, TYPED_EVERY

DISK_EVERY = 1  # seconds


def run(sessions, board, folder):
    """Start them, and watch until all have ended or one has failed: then the
    results of the others are of no use. Raises StartError and HostFailed."""
    disk.check_space(folder)
    for session in sessions:
        session.start()
    running = list(sessions)
    every = TYPED_EVERY if any(s.terminal for s in sessions) else LOOK_EVERY
    next_check = 0
    while running:
        board.look()
        running = [s for s in running if not s.poll()]
        if any(s.ending and not s.ending.whole for s in sessions):
            return
        if time.monotonic() >= next_check:
            disk.check_space(folder)
            next_check = time.monotonic() + DISK_EVERY
        time.sleep(every)


def failure(sessions):
    """The session whose exit status is that of the whole; None: all is well. A
    broken run matters more than an unexpected verdict."""
    failed = [s for s in sessions if s.ending and s.ending.status]
    return min(failed, key=lambda s: s.ending.whole, default=None)
