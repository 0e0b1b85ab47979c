# SPDX-License-Identifier: MIT
"""wiring.py - where what the guest says comes out on the host.

The console is console.log and the records are results.jsonl, whatever
console= and results= make the kernel use.
"""


def _value(kernel_args, key, default):
    """What the kernel takes for `key`."""
    for arg in kernel_args:
        if arg.startswith(key + "="):
            return arg[len(key) + 1:]
    return default


class Wiring:
    """What is connected to the serial ports and to port 0xe9."""

    def __init__(self, kernel_args, feed=False, interactive=False):
        """feed: the runner types; interactive: the user does."""
        consoles = _value(kernel_args, "console", "vga,com1").split(",")
        self.results_on = _value(kernel_args, "results", "debugcon")
        self.console_on = "com1" if "com1" in consoles or \
            "com2" not in consoles else "com2"
        self.feed = feed
        self.interactive = interactive

    @property
    def mixed(self):
        """Console and records come out of the same port."""
        return self.results_on == self.console_on

    def _port(self, name, emulator):
        """The character device behind a serial port."""
        if name == self.console_on:
            if self.interactive:
                return ("stdio,signal=on,"
                        f"logfile={emulator.console},logappend=off")
            if self.feed:
                return f"pipe,path={emulator.serial}"
            return f"file,path={emulator.console}"
        if name == self.results_on:
            return f"file,path={emulator.results}"
        return "null"

    def qemu_options(self, emulator):
        """QEMU's options for all that."""
        out = []
        for name in ("com1", "com2"):
            kind, _, rest = self._port(name, emulator).partition(",")
            out += ["-chardev", f"{kind},id={name}" + (rest and "," + rest),
                    "-serial", f"chardev:{name}"]
        if self.results_on == "debugcon":
            out += ["-debugcon", f"file:{emulator.results}"]
        return out
