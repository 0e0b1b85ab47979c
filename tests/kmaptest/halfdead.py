# SPDX-License-Identifier: MIT
"""halfdead.py - a machine of which some CPUs do not run, though firmware lists
them: QEMU, told by gdb's protocol which CPUs go on.

Firmware itself waits for all CPUs. So all run until the kernel's first
instruction, or for longer.
"""
import socket
import struct
import subprocess
import time

from kmaprun.emulator import die_with_parent
from kmaprun.qemu import EXIT_DEVICE
from kmaptest.project import read

# So many ns an instruction that seconds of waiting pass soon.
CLOCK = ("-icount", "shift=8,sleep=off")
LIMIT = 60  # seconds for each answer


def entry_of(kernel):
    """The address of its first instruction: e_entry of its ELF header."""
    return struct.unpack_from("<I", kernel.read_bytes(), 24)[0]


class HalfDead:
    """One run of QEMU; a context manager."""

    def __init__(self, out, kernel, cpus, *words):
        self.console = out / "console.log"
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
                "-serial", f"file:{self.console}",
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
        assert self.ask(f"Z1,{self.entry:x},1") == "OK"
        self.run(self.cpus)
        assert self.answer().startswith("T05")
        assert self.ask(f"z1,{self.entry:x},1") == "OK"

    def stop(self):
        """Stop all, wherever they are."""
        self.stub.sendall(b"\x03")
        assert self.answer().startswith("T02")

    def wait_for(self, text):
        """Until the console says so."""
        end = time.monotonic() + LIMIT
        while text not in read(self.console):
            assert time.monotonic() < end and self.qemu.poll() is None
            time.sleep(0.02)

    def exit_code(self):
        """What the kernel says in the end."""
        return self.qemu.wait(LIMIT) >> 1
