# SPDX-License-Identifier: MIT
"""test_left_over.py - a test that is given up leaves no programs behind."""
import os
import signal
import time

import pytest

from kmaptest.project import run

PATIENCE = 10  # seconds


class TimeIsUp(Exception):
    """As pytest-timeout raises one."""


def runs(pid):
    """Is it there, and not only a zombie?"""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def give_up(_number, _frame):
    raise TimeIsUp


def within_patience(what):
    """Does it come true?"""
    end = time.monotonic() + PATIENCE
    while not what() and time.monotonic() < end:
        time.sleep(.02)
    return what()


def test_what_a_program_has_started_ends_with_it(out):
    """A worker of a worker, too, which holds no pipe of ours."""
    name = out / "pid"
    before = signal.signal(signal.SIGUSR1, give_up)
    try:
        with pytest.raises(TimeIsUp):
            run(["sh", "-c", f"sh -c 'sleep 300 >/dev/null 2>&1 & echo $! "
                 f">{name}; kill -USR1 {os.getpid()}; wait'; true"])
    finally:
        signal.signal(signal.SIGUSR1, before)
    worker = int(name.read_text(encoding="utf-8"))
    assert within_patience(lambda: not runs(worker))
