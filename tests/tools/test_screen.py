# SPDX-License-Identifier: MIT
"""test_screen.py - the VGA text screen and the keyboard: what a person sees.
"""
import re
import time

import pytest

from kmaprun.follow import Follower
from kmaprun.qemu import EXIT_DEVICE, Qemu
from kmaprun.wiring import Wiring

TEXT, COLUMNS, ROWS = 0xb8000, 80, 25
LIMIT = 30  # seconds


class Screen:
    """A guest with a VGA card, no serial console and a keyboard."""

    def __init__(self, out, kernel, cpu, args):
        self.out = out
        self.qemu = Qemu(str(out), "qemu-system-x86_64", [
            "-accel", "tcg,thread=single", "-cpu", cpu, "-m", "512M",
            "-vga", "std", "-kernel", str(kernel), "-append", " ".join(args),
            "-no-shutdown"], Wiring(args))
        # Without a way out, the guest halts and its screen stays.
        exit_at = self.qemu.arguments.index(EXIT_DEVICE)
        del self.qemu.arguments[exit_at - 1:exit_at + 1]
        self.qemu.start()
        self.serial = Follower(self.qemu.console)

    def lines(self):
        """What is in the card's memory."""
        path = self.out / "vga.bin"
        self.qemu.qmp.command("pmemsave", val=TEXT, size=COLUMNS * ROWS * 2,
                              filename=str(path))
        text = path.read_bytes()[::2].decode("cp437").replace("\0", " ")
        return [text[i:i + COLUMNS].rstrip()
                for i in range(0, len(text), COLUMNS)]

    def wait(self, text):
        """Until the text is on the screen; returns its lines."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            lines = self.lines()
            if any(text in line for line in lines):
                return lines
            time.sleep(0.1)
        return self.lines()

    def type(self, keys):
        """On the keyboard, by QEMU's names of the keys."""
        for key in keys:
            self.qemu.qmp.command("send-key", keys=[
                {"type": "qcode", "data": key}])
            time.sleep(0.1)


@pytest.fixture(name="screen")
def start_screen(out, kernel):
    """screen(cpu, argument...): a guest with one; it ends with the test."""
    started = []

    def start(cpu, *args):
        started.append(Screen(out, kernel, cpu, list(args)))
        return started[-1]
    yield start
    for one in started:
        try:
            print("\n".join(one.lines()))
        finally:
            one.qemu.stop()


@pytest.mark.takes(15)
def test_prompt(screen, out):
    """The kernel's prompt: text, scrolling, keys."""
    guest = screen("pentium3", "run=shell", "console=vga")
    assert "Type help for what there is." in guest.wait("kmaplab>")
    guest.type(["l", "i", "s", "t", "ret"])
    assert any("mail-ab" in line for line in guest.wait("mail-ab"))
    guest.type(["h", "e", "l", "p", "ret"])
    guest.wait("end, with the result")
    lines = guest.lines()
    assert not any("Type help" in line for line in lines)
    assert lines[-1].startswith("kmaplab>")
    assert guest.serial.read() == ""  # console=vga
    guest.qemu.qmp.command("screendump", filename=str(out / "screen.png"),
                           format="png")


@pytest.mark.takes(15)
def test_halt(screen):
    """run=halt: what stays there is a table that fits, and how it ended."""
    guest = screen("pentium3", "run=halt", "ops=100", "workload=cycle")
    lines = guest.wait("the machine can be switched off")
    assert any(line.startswith("cycle: ") for line in lines)
    rows = [line.split()[:3] for line in lines
            if re.match(r"\w+ +(spin|irq) +1 +\d", line)]
    names = {row[0] for row in rows}
    assert len(names) > 1
    assert sorted(rows) == sorted(
        [name, lock, "1"] for name in names for lock in ("spin", "irq"))
    assert "not as expected: 0" in "\n".join(lines)


def test_refused(screen):
    """A CPU without PAE: the message is on the screen too, and stays."""
    guest = screen("pentium", "run=shell")
    lines = guest.wait("--- DONE: 2 ---")
    assert "kmaplab cannot run on this machine: it needs PAE" in \
        " ".join(lines)
    assert "--- DONE: 2 ---" in lines
    assert "it needs PAE" in guest.serial.read()


def test_words_stay_whole(screen):
    """A line that is longer than the screen is wide breaks between words."""
    guest = screen("pentium3", "workload=none")
    lines = guest.wait("--- DONE: 3 ---")
    said = next(line for line in guest.serial.read().splitlines()
                if line.startswith("bad parameter"))
    assert len(said) > COLUMNS
    assert said in " ".join(filter(None, lines))
