# SPDX-License-Identifier: MIT
"""qemu.py - the kernel in QEMU.

Nothing listens but a monitor socket in a private directory. The guest is
started through it, so that "QEMU did not start" and "the guest ended at once"
can be told apart.
"""
from kmaprun.emulator import Emulator, StartError
from kmaprun.feed import make_pipe
from kmaprun.qmp import Qmp, QmpError
from kmaprun.wiring import SERIAL

PROGRAM = "qemu-system-x86_64"
# Value n to this port makes QEMU exit with 2n + 1.
EXIT_DEVICE = "isa-debug-exit,iobase=0xf4,iosize=4"
MONITOR = "qmp"


class Qemu(Emulator):
    """One run of QEMU."""

    def __init__(self, out, program, options, wiring):
        """options: of the machine; wiring: a wiring.Wiring."""
        super().__init__(out, program)
        self.qmp = None
        self.serial = self.path(SERIAL)
        self.arguments = [
            "-nodefaults", "-display", "none", "-no-reboot", "-S",
            *options, *wiring.qemu_options(), "-device", EXIT_DEVICE,
            "-qmp", f"unix:{MONITOR},server=on,wait=off"]

    def start(self, limit=20):
        """Start the guest; QEMU has `limit` seconds to get ready. Raises
        StartError."""
        make_pipe(self.serial, self.console)
        self.spawn(self.arguments)
        try:
            self.qmp = Qmp(self.path(MONITOR),
                           lambda: self.status() is None, limit)
            self.qmp.command("cont")
        except QmpError as error:
            self.process.kill()
            self.process.wait()
            raise StartError(self.said() or str(error)) from None

    def ask_cpus(self):
        """An NMI for every CPU: its LINT1 is set up to take it."""
        try:
            self.qmp.command("inject-nmi")
        except QmpError:
            return False
        return True

    def shutdown_reason(self):
        """What QEMU says ended the guest: guest-reset, guest-shutdown..."""
        for event in self.qmp.events if self.qmp else ():
            if event.get("event") == "SHUTDOWN":
                return event["data"].get("reason", "")
        return ""

    def finish(self):
        if self.qmp:
            self.qmp.drain()

    def stop(self):
        super().stop()
        if self.qmp:
            self.qmp.close()
