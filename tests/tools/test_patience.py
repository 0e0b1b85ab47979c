# SPDX-License-Identifier: MIT
"""test_patience.py - how the silence of an emulator is measured: time in which
the host was busy with other work does not count."""
import os
import subprocess
import time

import pytest

from kmaprun import patience


class Host:
    """A clock, and threads that ran and waited in it."""

    def __init__(self):
        self.now = 0.0
        self.threads = {"1": (0.0, 0.0)}

    def look_up(self, _):
        return dict(self.threads)

    def pass_time(self, seconds, **threads):
        """Time passes; what each thread did in it: (ran, waited)."""
        self.now += seconds
        for name, (ran, waited) in threads.items():
            before = self.threads.get(name[1:], (0.0, 0.0))
            self.threads[name[1:]] = (before[0] + ran, before[1] + waited)


@pytest.fixture(name="host")
def new_host():
    return Host()


@pytest.fixture(name="silent")
def new_patience(host):
    return patience.Patience(0, lambda: host.now, host.look_up)


@pytest.mark.parametrize("threads, silence", [
    ({"t1": (10, 0)}, 10),                  # computes, and says nothing
    ({"t1": (0, 0)}, 10),                   # sleeps: all CPUs are halted
    ({"t1": (1, 9)}, 1),                    # has a tenth of a processor
    ({"t1": (0, 10)}, 0),                   # has none
    ({"t1": (5, 5), "t2": (5, 5)}, 10),     # two threads take turns
    ({"t1": (10, 0), "t2": (10, 0)}, 10)])  # two processors
def test_silence(host, silent, threads, silence):
    """What counts of ten seconds."""
    host.pass_time(0, **{name: (0, 0) for name in threads})
    silent.look(False)
    host.pass_time(10, **threads)
    assert silent.look(False) == pytest.approx(silence)


@pytest.mark.parametrize("ran, silence", [(0, 0), (2, 2), (10, 10)])
def test_wait_that_is_not_over(host, ran, silence):
    """A thread is ready to run; for how long, the host does not say yet."""
    silent = patience.Patience(0, lambda: host.now, host.look_up,
                               lambda pid: True)
    host.pass_time(10, t1=(ran, 0))
    assert silent.look(False) == pytest.approx(silence)


def test_news(host, silent):
    """News ends it; then it begins again."""
    host.pass_time(10, t1=(10, 0))
    assert silent.look(True) == 0
    host.pass_time(3, t1=(3, 0))
    assert silent.look(False) == pytest.approx(3)


def test_new_thread(host, silent):
    """What a thread did before it was first seen does not count."""
    host.pass_time(1, t1=(1, 0), t2=(100, 100))
    assert silent.look(False) == pytest.approx(1)


def test_no_such_figures(host):
    """On a host without these figures, all time counts."""
    silent = patience.Patience(0, lambda: host.now, lambda pid: {})
    host.pass_time(10)
    assert silent.look(False) == 10


def test_real_process():
    """The host's own figures, of a process that computes."""
    with subprocess.Popen(["sh", "-c", "echo; while :; do :; done"],
                          stdout=subprocess.PIPE) as loop:
        loop.stdout.read(1)
        before = patience.times(loop.pid)
        while True:
            after = patience.times(loop.pid)
            if not after or max(ran for ran, _ in after.values()) > 0.05:
                break
        loop.kill()
    if not os.path.exists("/proc/self/schedstat"):
        pytest.skip("this host does not keep these figures")
    assert set(before) == set(after)
    assert not patience.times(loop.pid)


def test_real_states():
    """A process that computes is ready, one that sleeps is not."""
    for command, ready in (("while :; do :; done", True), ("read x", False)):
        with subprocess.Popen(["sh", "-c", f"echo; {command}"],
                              stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as process:
            process.stdout.read(1)
            end = time.monotonic() + 10
            while patience.is_ready(process.pid) != ready and \
                    time.monotonic() < end:
                time.sleep(0.01)
            assert patience.is_ready(process.pid) == ready
            process.kill()
