# SPDX-License-Identifier: MIT
"""patience.py - for how long has an emulator been silent?

On a busy host an emulator has to wait for a processor, which is no sign of a
hang. So only the time counts in which it ran or had nothing to do, not the time
in which its threads were ready to run and could not.
"""
import contextlib
import os
import time

NS = 1e9


def times(pid):
    """{thread: (seconds it ran, seconds it was ready and could not run)}. Empty
    on a host that does not keep these figures."""
    out = {}
    folder = f"/proc/{pid}/task"
    with contextlib.suppress(OSError):
        for thread in os.listdir(folder):
            with contextlib.suppress(OSError, ValueError):
                with open(f"{folder}/{thread}/schedstat",
                          encoding="ascii") as file:
                    ran, waited, _ = map(int, file.read().split())
                    out[thread] = (ran / NS, waited / NS)
    return out


def is_ready(pid):
    """Whether a thread runs or is ready to. The host adds a wait to its figures
    only when it is over, which on a very busy host may take minutes."""
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                with open(f"/proc/{pid}/task/{thread}/stat",
                          encoding="utf-8", errors="replace") as file:
                    # The name before it is in brackets, and may have any.
                    if file.read().rpartition(")")[2].split()[:1] == ["R"]:
                        return True
    return False


class Patience:
    """Seconds of silence of a process."""

    def __init__(self, pid, clock=time.monotonic, look_up=times,
                 ready=is_ready):
        self.pid = pid
        self.clock = clock
        self.look_up = look_up
        self.ready = ready
        self.silence = 0.0
        self.last = clock()
        self.before = look_up(pid)

    def _step(self):
        """Seconds since the last look that count."""
        now, after = self.clock(), self.look_up(self.pid)
        passed = now - self.last
        gone = [(ran - before[0], waited - before[1])
                for thread, (ran, waited) in after.items()
                for before in (self.before.get(thread, (ran, waited)),)]
        self.last, self.before = now, after
        ran = sum(step[0] for step in gone)
        if gone and self.ready(self.pid):
            return min(passed, ran)
        waited = max((step[1] for step in gone), default=0)
        return min(passed, max(ran, passed - waited))

    def look(self, news):
        """Call this regularly. Returns the seconds of silence so far."""
        step = self._step()
        self.silence = 0.0 if news else self.silence + step
        return self.silence
