# SPDX-License-Identifier: MIT
"""screen.py - a guest with a VGA card and a keyboard: what a person sees and
does."""
import time

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
