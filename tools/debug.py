#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""debug.py - the kernel in QEMU under gdb, stopped at its entry.

One gdb thread for each CPU: `info threads`. The console goes to
build/debug/console.log. qemu-system-i386, because gdb takes
qemu-system-x86_64's processor for a 64-bit one and shows wrong variables.
"""
import os
import shlex
import signal
import subprocess
import sys
import tempfile

from kmaprun import values
from kmaprun.emulator import die_with_parent
from kmaprun.options import Parser, reader
from kmaprun.qemu import EXIT_DEVICE

ENTRY = "boot_entry"


def qemu_command(args, stub):
    """QEMU, stopped, with gdb's stub on a socket of ours."""
    return [
        "qemu-system-i386", "-nodefaults", "-display", "none", "-no-reboot",
        "-S", "-accel", "tcg,thread=single", "-cpu", "pentium3",
        "-smp", str(args.cpus), "-m", f"{args.mem}M", "-kernel", args.kernel,
        "-append", " ".join(["platform=tcg", *args.args]),
        "-serial", f"file:{os.path.join(args.out, 'console.log')}",
        "-debugcon", f"file:{os.path.join(args.out, 'results.jsonl')}",
        "-device", EXIT_DEVICE,
        "-chardev", f"socket,path={stub},server=on,wait=off,id=gdb",
        "-gdb", "chardev:gdb"]


def gdb_command(args, stub):
    """gdb, connected, at the kernel's first instruction."""
    return ["gdb", "-q", args.kernel,
            "-ex", "set pagination off", "-ex", "set confirm off",
            "-ex", f"target remote {stub}",
            "-ex", f"thbreak {ENTRY}", "-ex", "continue",
            *shlex.split(args.gdb)]


def wait_for(path, qemu):
    """Until QEMU has made its socket; False if it ends before."""
    while not os.path.exists(path):
        try:
            qemu.wait(0.02)
            return False
        except subprocess.TimeoutExpired:
            pass
    return True


def main():
    parser = Parser(description="Debug the kernel with gdb.")
    parser.add_argument("--kernel", default="build/kmaplab.elf")
    parser.add_argument("--out", default="build/debug")
    parser.add_argument("--cpus", type=reader(values.cpus), default="8")
    parser.add_argument("--mem", type=reader(values.memory), default="6G")
    parser.add_argument("--gdb", default="", help="more arguments for gdb")
    parser.add_argument("args", nargs="*", help="for the kernel")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kmaplab-") as private:
        stub = os.path.join(private, "gdb")
        # pylint: disable=consider-using-with
        qemu = subprocess.Popen(qemu_command(args, stub),
                                stdin=subprocess.DEVNULL,
                                start_new_session=True,
                                preexec_fn=die_with_parent)
        try:
            if not wait_for(stub, qemu):
                print("QEMU did not start", file=sys.stderr)
                return 6
            # Ctrl-C is for gdb.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            return subprocess.call(
                gdb_command(args, stub), preexec_fn=lambda: signal.signal(
                    signal.SIGINT, signal.SIG_DFL))
        finally:
            qemu.kill()
            qemu.wait()


if __name__ == "__main__":
    sys.exit(main())
