# SPDX-License-Identifier: MIT
"""test_uefi.py - machines with UEFI and without a text mode: what is on the
framebuffer, read off a picture of the screen."""
import shutil
import time

import pytest

from kmaprun import firmware
from kmaprun.follow import Follower
from kmaprun.qemu import EXIT_DEVICE, Qemu
from kmaprun.wiring import Wiring
from kmaptest import glass
from kmaptest.project import ROOT, call

LIMIT = 60  # seconds


class Machine:
    """A guest of UEFI that boots an image and stays when it has ended."""

    def __init__(self, out, image, kind, card="VGA"):
        self.out = out
        options = firmware.qemu_options(kind)
        options[options.index("VGA")] = card
        self.qemu = Qemu(str(out), "qemu-system-x86_64", [
            "-accel", "tcg,thread=single", "-cpu", "qemu64", "-smp", "2",
            "-m", "1G", *options, "-cdrom", "boot.img", "-no-shutdown"],
            Wiring([]))
        exit_at = self.qemu.arguments.index(EXIT_DEVICE)
        del self.qemu.arguments[exit_at - 1:exit_at + 1]
        firmware.provide(self.qemu, kind)
        shutil.copyfile(image, self.qemu.path("boot.img"))
        self.qemu.start()
        self.console = Follower(self.qemu.console)

    def wait(self, text):
        """Until the console has said it; returns all that it said."""
        deadline = time.monotonic() + LIMIT
        said = self.console.read()
        while text not in said and time.monotonic() < deadline:
            time.sleep(0.1)
            said += self.console.read()
        return said

    def picture(self):
        """The screen as a file."""
        path = self.out / "screen.ppm"
        self.qemu.qmp.command("screendump", filename=str(path))
        return path


@pytest.fixture(name="machine")
def start_machine(out, kernel):
    """machine(kind, card, argument...): one that boots with these."""
    started = []

    def start(kind, card, *args):
        image = out / "boot.iso"
        made = call([ROOT / "tools/mkiso.sh", "--firmware", "uefi", kernel,
                     image, *args])
        assert made.returncode == 0
        started.append(Machine(out, image, kind, card))
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
