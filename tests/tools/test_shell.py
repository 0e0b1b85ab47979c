# SPDX-License-Identifier: MIT
"""test_shell.py - `make shell`: somebody types, on a terminal or through a
pipe."""
import os
import pty
import subprocess
import termios
import time

import pytest

from kmapreport.records import Run
from kmaprun import exits
from kmaprun.terminal import Terminal
from kmaptest.project import ROOT, RUN

SHELL = ["--cpus", "2", "--mem", "512M", "--no-report", "--interactive",
         "--hang", "3", "run=shell"]
LIMIT = 50  # seconds


def shell(out, typed):
    """With this on its standard input."""
    done = subprocess.run([*map(str, RUN), "--out", str(out), *SHELL],
                          cwd=ROOT, input=typed, text=True, timeout=LIMIT,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    print(done.stdout)
    return done


def scenarios(out):
    """What was played: (scenario, strategy, lock)."""
    run = Run()
    for line in (out / "results.jsonl").read_text().splitlines():
        run.add_line(line)
    return [(r["name"], r["strategy"], r["lock"]) for r in run.of("scenario")]


@pytest.mark.takes(15)
def test_pipe(out):
    """Every character arrives, parameters are for one job, and the end of
    input is the end."""
    done = shell(out, "memory\n"
                 "scenarios   strategy=held  scenario=irq-state lock=spin\n"
                 "run scenarios mem=1G\n  memory  x\nnonsense")
    assert done.returncode == exits.OK
    said = (out / "console.log").read_text()
    assert "kmaplab> memory" in said and "free: " in said
    assert scenarios(out) == [("irq-state", "held", "spin")]
    assert "bad parameter: 'mem=1G'" in said
    assert "memory takes no parameters" in said
    assert "no such command: 'nonsense'" in said
    assert said.rstrip().endswith("--- DONE: 0 ---")


def test_no_input(out):
    """That is an end, too."""
    assert shell(out, "").returncode == exits.OK


@pytest.mark.takes(15)
def test_hang(out):
    """A command that hangs is noticed."""
    done = shell(out, "crash-hang\n")
    assert done.returncode == exits.HUNG
    assert "nothing new for 3 s" in done.stdout


class Typist:
    """Somebody at a terminal."""

    def __init__(self, out):
        self.ours, self.theirs = pty.openpty()
        self.before = termios.tcgetattr(self.theirs)
        # pylint: disable=consider-using-with
        self.process = subprocess.Popen(
            [*map(str, RUN), "--out", str(out), *SHELL], cwd=ROOT,
            stdin=self.theirs, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.console = out / "tcg/console.log"

    def wait(self, text, times=1):
        """Until the guest has said it so often."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            if self.console.exists() and \
                    self.console.read_text().count(text) >= times:
                return
            time.sleep(0.05)
        raise AssertionError(f"'{text}' was not said:\n"
                             f"{self.console.read_text()}")

    def type(self, keys):
        """On the terminal."""
        os.write(self.ours, keys)


@pytest.mark.takes(20)
def test_terminal(out):
    """Keys edit the line and bring earlier ones back; nothing is wrong with
    waiting at a prompt for longer than --hang; Ctrl-D ends."""
    typist = Typist(out)
    try:
        typist.wait("kmaplab> ")
        typist.type(b"memorx\x7f\x1b[D\x1b[Cy\r")
        typist.wait("free: ")
        typist.type(b"\x1b[A\r")
        typist.wait("free: ", times=2)
        time.sleep(4)
        typist.type(b"\x04")
        assert typist.process.wait(LIMIT) == exits.OK
        assert termios.tcgetattr(typist.theirs) == typist.before
    finally:
        typist.process.kill()
        typist.process.wait()


def test_time_for_stress(tmp_path):
    """A command that is to take long may be silent for as long; keys without
    an answer may not."""
    os.mkfifo(tmp_path / "serial.in")
    reader = os.open(tmp_path / "serial.in", os.O_RDONLY | os.O_NONBLOCK)
    with open(os.devnull, "w", encoding="utf-8") as screen, \
            open(os.devnull, encoding="utf-8") as source:
        terminal = Terminal(str(tmp_path / "serial"), source.fileno(), screen)
        assert not terminal.is_waiting()
        terminal.console("hello\r\nkmaplab> ")
        assert terminal.is_waiting() and terminal.allowance() == 0
        terminal.poll()
        assert os.read(reader, 9) == b"\x04" and not terminal.is_waiting()
        terminal.console("stress seconds=50\r\n")
        assert not terminal.is_waiting() and terminal.allowance() == 200
        terminal.console("kmaplab> cpus\r\n")
        assert terminal.allowance() == 0
        terminal.close()
    os.close(reader)
