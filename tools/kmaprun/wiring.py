# SPDX-License-Identifier: MIT
"""wiring.py - where what the guest says comes out on the host.

The console is console.log and the records are results.jsonl, whatever
console= and results= make the kernel use.
"""
from kmaprun.emulator import OUT
from kmaprun.plan import value

SERIAL = "serial"  # the pipe through which the runner types
CONSOLE_FILE = f"{OUT}/console.log"
# Appends: the runner has written the first record.
RESULTS_FILE = f"file,path={OUT}/results.jsonl,append=on"


class Wiring:
    """What is connected to the serial ports and to port 0xe9."""

    def __init__(self, kernel_args, feed=False):
        """feed: the runner types, or passes on what the user types."""
        consoles = (value(kernel_args, "console") or "vga,com1").split(",")
        self.results_on = value(kernel_args, "results") or "debugcon"
        self.console_on = "com1" if "com1" in consoles or \
            "com2" not in consoles else "com2"
        self.feed = feed

    @property
    def mixed(self):
        """Console and records come out of the same port."""
        return self.results_on == self.console_on

    def _port(self, name):
        """The character device behind a port."""
        if name == self.console_on:
            if self.feed:
                return f"pipe,path={SERIAL}"
            return f"file,path={CONSOLE_FILE}"
        return RESULTS_FILE if name == self.results_on else "null"

    def qemu_options(self):
        """QEMU's options for all that, from its own directory."""
        ports = [("com1", "-serial"), ("com2", "-serial")]
        if self.results_on == "debugcon":
            ports.append(("debugcon", "-debugcon"))
        out = []
        for name, option in ports:
            kind, _, rest = self._port(name).partition(",")
            out += ["-chardev", f"{kind},id={name}" + (rest and "," + rest),
                    option, f"chardev:{name}"]
        return out
