# SPDX-License-Identifier: MIT
"""test_uefi.py - machines with UEFI and without a text mode: what is on the
framebuffer, read off a picture of the screen."""
import time

import pytest

from kmaptest import glass, uefi


@pytest.fixture(name="machine")
def start_machine(out, kernel):
    """machine(kind, card, argument...): one that boots with these."""
    started = []

    def start(kind, card, *args):
        started.append(uefi.boot(out, kernel, kind, card, *args))
        return started[-1]
    yield start
    for one in started:
        one.qemu.stop()


KINDS = [pytest.param("uefi64", "VGA", marks=pytest.mark.takes(10)),
         pytest.param("uefi32", "VGA", marks=[pytest.mark.rare,
                                              pytest.mark.takes(30)]),
         pytest.param("uefi64", "VGA,xres=1920,yres=1080,vgamem_mb=32",
                      marks=[pytest.mark.rare, pytest.mark.takes(10)])]


@pytest.mark.parametrize("kind, card", KINDS)
def test_screen(machine, kind, card):
    """The screen says what the serial console says, also when a CPU tells what
    it does; and it scrolls."""
    guest = machine(kind, card, "run=shell", "nosmp")
    said = guest.wait("kmaplab>")
    for _ in range(3):
        guest.qemu.qmp.command("inject-nmi")
        said += guest.wait("waits for nothing\r\n")
    time.sleep(1)  # the screen follows the serial port
    shown = " ".join(glass.lines(guest.picture())).split()
    assert "cr0" in shown and "kmaplab>" not in shown
    assert shown.pop() == glass.CURSOR
    assert said.split()[-len(shown):] == shown


@pytest.mark.rare
@pytest.mark.takes(10)
def test_panic(machine):
    """On a framebuffer: why, from where, and once more why at the end."""
    guest = machine("uefi64", "VGA", "run=shell", "nosmp")
    guest.wait("kmaplab>")
    guest.type("crash-panic\n")
    said = guest.wait("--- DONE: 2 ---")
    assert "panic: CPU 0: requested by" in said
    time.sleep(1)
    shown = [line for line in glass.lines(guest.picture()) if line.strip()]
    assert any("called from:" in line for line in shown)
    assert shown.pop().strip() == glass.CURSOR
    assert shown[-2].startswith("panic: CPU 0: requested by")
    assert shown[-1].startswith("--- DONE: 2 ---")
