# SPDX-License-Identifier: MIT
"""test_screen.py - the VGA text screen and the keyboard: what a person sees.
"""
import re

import pytest

from kmaptest.screen import COLUMNS, Screen


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
