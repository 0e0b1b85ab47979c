# SPDX-License-Identifier: MIT
"""together.py - several sessions side by side, to the end of all or to the
first that fails."""
import time

from kmaprun import disk
from kmaprun.watch import LOOK_EVERY

DISK_EVERY = 1  # seconds


def run(sessions, board, folder):
    """Start them, and watch until all are over or one has no use any more.
    Raises StartError and HostFailed."""
    disk.check_space(folder)
    for session in sessions:
        session.start()
    running = list(sessions)
    next_check = 0
    while running:
        board.look()
        running = [s for s in running if not s.poll()]
        if any(s.verdict and not s.verdict.whole for s in sessions):
            return
        if time.monotonic() >= next_check:
            disk.check_space(folder)
            next_check = time.monotonic() + DISK_EVERY
        time.sleep(LOOK_EVERY)


def failure(sessions):
    """The session that decides how the whole ended; None: all went well. A
    broken run tells more than an unexpected verdict."""
    judged = [s for s in sessions if s.verdict and s.verdict.status]
    return min(judged, key=lambda s: s.verdict.whole, default=None)
