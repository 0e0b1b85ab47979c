# SPDX-License-Identifier: MIT
"""runrecord.py - the first record of a run: what ran on what, and the command
that repeats it.

It has no date, no host name and no path: equal runs leave equal bytes.
"""
import hashlib
import re
import shlex
import subprocess

from kmapreport.records import VERSION
from kmaprun.elf import Elf, NoElf
from kmaprun.emulator import KERNEL, find_program
from kmaprun.plan import kernel_args

# The option that makes an emulator print its version, and where that is.
VERSION_OF = {
    "qemu": ("--version", r"QEMU emulator version .*"),
    "bochs": ("--help", r"Bochs x86 Emulator \S+"),
}


def emulator_version(kind, program):
    """The emulator's version in its own words; None if it does not say."""
    option, pattern = VERSION_OF[kind]
    try:
        said = subprocess.run(
            [find_program(program), option], check=False, text=True,
            errors="replace", timeout=20, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(pattern, said)
    return match[0].strip() if match else None


def command(plan, opts):
    """The command that repeats this run: all that differs from the defaults.
    """
    defaults = kernel_args(plan.platform, (), False)
    args = [arg for arg in plan.args if arg not in defaults]
    words = ["make", "run", f"ACCEL={plan.platform.name}"]
    if plan.cpus != plan.platform.cpus:
        words.append(f"CPUS={plan.cpus}")
    if plan.mem != plan.platform.mem:
        words.append(f"MEM={plan.mem}M")
    if plan.cpu != plan.platform.cpu:
        words.append(f"CPU={plan.cpu}")
    if args:
        words.append("ARGS=" + " ".join(args))
    if opts.media or opts.image or opts.qemu or opts.program:
        return "tools/run.py, with options that `make run` does not have"
    return " ".join(re.sub(r"^'(\w+=)", r"\1'", shlex.quote(word))
                    for word in words)


def of_kernel(path):
    """(sha256, compiler) of the kernel's file; (None, None) without one."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:  # it is in an image
        return None, None
    try:
        compiler = Elf(data).compiler()
    except NoElf:
        compiler = None
    return hashlib.sha256(data).hexdigest(), compiler


def make(plan, opts, emulator):
    """The record."""
    kernel, compiler = of_kernel(emulator.path(KERNEL))
    return {
        "v": VERSION,
        "kind": "run",
        "platform": plan.platform.name,
        "command": command(plan, opts),
        "kernel": kernel,
        "compiler": compiler,
        "emulator": emulator_version(plan.platform.emulator,
                                     emulator.program),
        "cpus": plan.cpus,
        "mem_mib": plan.mem,
        "args": list(plan.args),
    }
