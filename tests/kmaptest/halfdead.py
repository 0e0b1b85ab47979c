# SPDX-License-Identifier: MIT
"""halfdead.py - a machine of which some CPUs do not run, though firmware lists
them: QEMU, told by gdb's protocol which CPUs go on.

Firmware itself waits for all CPUs. So all run until the kernel's first
instruction, or for longer.
"""
import re
import socket
import struct
import subprocess

from kmaprun.emulator import die_with_parent
from kmaprun.qemu import EXIT_DEVICE
from kmaptest.project import call

# So many ns an instruction that seconds of waiting pass soon.
CLOCK = ("-icount", "shift=8,sleep=off")
LIMIT = 60  # seconds for each answer
PASSES = 100  # of other CPUs, at most, until the one that is looked for comes


def entry_of(kernel):
    """The address of its first instruction: e_entry of its ELF header."""
    return struct.unpack_from("<I", kernel.read_bytes(), 24)[0]


def address_of(kernel, function):
    """The address of a function of it."""
    names = call(["nm", kernel]).stdout
    return int(re.search(rf"^(\w+) [tT] {function}$", names, re.M)[1], 16)


class HalfDead:
    """One run of QEMU; a context manager."""

    def __init__(self, out, kernel, cpus, *words):
        self.entry = entry_of(kernel)
        self.cpus = range(cpus)
        # A pair of sockets: nothing listens, and there is no path.
        self.stub, theirs = socket.socketpair()
        self.stub.settimeout(LIMIT)
        with theirs:
            # pylint: disable=consider-using-with
            self.qemu = subprocess.Popen([
                "qemu-system-x86_64", "-nodefaults", "-display", "none",
                "-no-reboot", "-S", *CLOCK, "-cpu", "pentium3", "-smp",
                str(cpus), "-m", "512M", "-kernel", str(kernel),
                "-append", " ".join(["platform=tcg", *words]),
                "-serial", f"file:{out / 'console.log'}",
                "-debugcon", f"file:{out / 'results.jsonl'}",
                "-device", EXIT_DEVICE,
                "-chardev", f"socket,fd={theirs.fileno()},id=gdb",
                "-gdb", "chardev:gdb"], pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, preexec_fn=die_with_parent)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.qemu.kill()
        self.qemu.wait()
        self.stub.close()

    def send(self, text):
        """A packet."""
        data = text.encode("ascii")
        self.stub.sendall(b"$%s#%02x" % (data, sum(data) % 256))

    def answer(self):
        """What a packet says that comes back."""
        data = b""
        while b"#" not in data[-3:-2]:
            more = self.stub.recv(1)
            assert more, "QEMU has ended"
            data += more
        self.stub.sendall(b"+")
        return data[data.index(b"$") + 1:-3].decode("ascii")

    def ask(self, text):
        """The answer to a packet."""
        self.send(text)
        return self.answer()

    def run(self, cpus):
        """Let these go on, and no others."""
        self.send("vCont" + "".join(f";c:p1.{cpu + 1:x}" for cpu in cpus))

    def begin(self):
        """Stop at the kernel's first instruction."""
        assert "multiprocess+" in self.ask("qSupported:multiprocess+")
        self.stop_at(self.entry, self.cpus)

    def stop_at(self, address, cpus):
        """Stop all when one of these CPUs comes to an address."""
        for _ in range(PASSES):
            assert self.ask(f"Z1,{address:x},1") == "OK"
            self.run(self.cpus)
            came = self.came()
            assert self.ask(f"z1,{address:x},1") == "OK"
            if came in cpus:
                return
            self.send(f"vCont;s:p1.{came + 1:x}")  # past it
            assert self.came() == came
        raise AssertionError(f"none of CPUs {cpus} came to {address:#x}")

    def came(self):
        """The CPU that has come to an address, or has done its step."""
        return int(re.match(r"T05thread:p\w+\.(\w+);", self.answer())[1],
                   16) - 1

    def exit_code(self):
        """What the kernel says in the end."""
        return self.qemu.wait(LIMIT) >> 1
