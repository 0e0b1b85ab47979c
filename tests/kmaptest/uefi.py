# SPDX-License-Identifier: MIT
"""uefi.py - a guest of UEFI, which has no text mode."""
import shutil
import time

from kmaprun import firmware
from kmaprun.follow import Follower
from kmaprun.qemu import EXIT_DEVICE, Qemu
from kmaprun.wiring import Wiring
from kmaptest.project import ROOT, call

LIMIT = 60  # seconds
KEYS = {"-": "minus", "\n": "ret", " ": "spc"}


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

    def type(self, text):
        """On the keyboard."""
        for key in text:
            self.qemu.qmp.command("send-key", keys=[
                {"type": "qcode", "data": KEYS.get(key, key)}])
            time.sleep(0.05)

    def picture(self):
        """The screen as a file."""
        path = self.out / "screen.ppm"
        self.qemu.qmp.command("screendump", filename=str(path))
        return path


def boot(out, kernel, kind, card, *args):
    """A machine that boots with these parameters."""
    image = out / "boot.iso"
    made = call([ROOT / "tools/mkiso.sh", "--firmware", "uefi", kernel, image,
                 *args])
    assert made.returncode == 0
    return Machine(out, image, kind, card)
