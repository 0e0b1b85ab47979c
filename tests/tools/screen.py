#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""screen.py - the VGA text screen and the keyboard: what a person sees."""
import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
from taptest import KERNEL, Tap, out_dir
from kmaprun.follow import Follower
from kmaprun.qemu import EXIT_DEVICE, Qemu
from kmaprun.wiring import Wiring

TEXT, COLUMNS, ROWS = 0xb8000, 80, 25
LIMIT = 30  # seconds


class Screen:
    """A guest with a VGA card, no serial console and a keyboard."""

    def __init__(self, cpu, args):
        self.out = out_dir("screen")
        self.qemu = Qemu(self.out, "qemu-system-x86_64", [
            "-accel", "tcg,thread=single", "-cpu", cpu, "-m", "512M",
            "-vga", "std", "-kernel", KERNEL, "-append", " ".join(args),
            "-no-shutdown"], Wiring(args))
        # Without a way out, the guest halts and its screen stays.
        exit_at = self.qemu.command.index(EXIT_DEVICE)
        del self.qemu.command[exit_at - 1:exit_at + 1]
        self.qemu.start()
        self.serial = Follower(self.qemu.console)

    def lines(self):
        """What is in the card's memory."""
        path = os.path.join(self.out, "vga.bin")
        self.qemu.qmp.command("pmemsave", val=TEXT, size=COLUMNS * ROWS * 2,
                              filename=path)
        with open(path, "rb") as file:
            text = file.read()[::2].decode("cp437").replace("\0", " ")
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


def prompt(tap):
    """The kernel's prompt: text, scrolling, keys."""
    screen = Screen("pentium3", ["run=shell", "console=vga"])
    try:
        lines = screen.wait("kmaplab>")
        tap.ok("Type help for what there is." in lines,
               "the prompt is on the screen", "\n".join(lines))
        screen.type(["l", "i", "s", "t", "ret"])
        lines = screen.wait("mail-ab")
        tap.ok(any("mail-ab" in line for line in lines),
               "`list`, typed on the keyboard, is answered",
               "\n".join(lines))
        screen.type(["h", "e", "l", "p", "ret"])
        screen.wait("end, with the result")
        lines = screen.lines()
        tap.ok(not any("Type help" in line for line in lines)
               and lines[-1].startswith("kmaplab>"),
               "the screen has scrolled", "\n".join(lines))
        tap.equal(screen.serial.read(), "",
                  "console=vga: nothing on the serial port")
        screen.qemu.qmp.command("screendump", filename=os.path.join(
            screen.out, "screen.png"), format="png")
    finally:
        screen.qemu.stop()


def table(tap):
    """run=halt: what stays there is a table that fits."""
    screen = Screen("pentium3", ["run=halt", "ops=100", "workload=cycle"])
    try:
        lines = screen.wait("the machine can be switched off")
        text = "\n".join(lines)
        head = next((i for i, line in enumerate(lines)
                     if line.startswith("cycle: ")), None)
        tap.ok(head is not None, "run=halt: the table's head is there", text)
        rows = [line.split()[:3] for line in lines
                if re.match(r"\w+ +(spin|irq) +1 +\d", line)]
        names = {row[0] for row in rows}
        tap.ok(len(names) > 1 and sorted(rows) == sorted(
            [name, lock, "1"] for name in names for lock in ("spin", "irq")),
               f"run=halt: a row for each of {len(names)} strategies and "
               "both locks", text)
        tap.is_in("not as expected: 0", text, "run=halt: and how it ended")
    finally:
        screen.qemu.stop()


def refused(tap):
    """A CPU without PAE: the message is on the screen too."""
    screen = Screen("pentium", ["run=shell"])
    try:
        lines = screen.wait("--- DONE: 2 ---")
        tap.is_in("kmaplab cannot run on this machine: it needs PAE",
                  " ".join(lines), "no PAE: on the screen")
        tap.ok("--- DONE: 2 ---" in lines, "no PAE: the result stays there",
               "\n".join(lines))
        tap.is_in("it needs PAE", screen.serial.read(),
                  "no PAE: on the serial port")
    finally:
        screen.qemu.stop()


def main():
    tap = Tap()
    prompt(tap)
    table(tap)
    refused(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
