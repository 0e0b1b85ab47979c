# SPDX-License-Identifier: MIT
"""options.py - the runner's command line."""
import argparse
import re
import shlex

from kmaprun import exits, feed
from kmaprun.accel import ACCELS

HANG = 30       # seconds without news; rows take half a second, stalls a few
SLOWER = 3      # Bochs is, and its BIOS looks at all of the memory first
TOTAL = 900     # seconds for everything
STRESS_ROUNDS = 20  # more strategies, times two locks, than there will be

EPILOG = """\
exit status: 0 all as expected; 1 a verdict or test was not; 2 kernel panic;
3 bad parameter; 4 the guest hung; 5 it reset; 6 the emulator did not start
"""


def size_in_mib(text):
    """512M, 6G or a number of MiB."""
    match = re.fullmatch(r"(\d+)([MGmg]?)", text)
    if not match or int(match[1]) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is no size such as 6G")
    return int(match[1]) * (1024 if match[2] in "Gg" and match[2] else 1)


def step(text):
    """For --type."""
    try:
        return feed.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(error) from None


def positive(text):
    """A number of CPUs."""
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is no number above 0")
    return int(text)


class Parser(argparse.ArgumentParser):
    """argparse would exit with 2, which is a kernel panic's; and its list of
    options is none that the user of `make` has."""

    def error(self, message):
        self.exit(exits.USAGE, f"{self.prog}: {message}\n")


def parser():
    """The options and their help."""
    p = Parser(
        description="Boot the kernel on an emulator, watch it, judge it.",
        formatter_class=argparse.RawDescriptionHelpFormatter, epilog=EPILOG)
    add = p.add_argument
    add("--emulator", choices=("qemu", "bochs"), default="qemu")
    add("--program", metavar="FILE", help="the emulator to start, if not the "
        "usual one")
    add("--kernel", default="build/kmaplab.elf", metavar="ELF")
    add("--media", choices=("kernel", "cd", "usb"), default="kernel",
        help="how it is loaded; but for `kernel` an image is made")
    add("--image", metavar="ISO", help="boot this image as it is")
    add("--out", default="build", metavar="DIR",
        help="where console.log and results.jsonl go")
    add("--cpus", type=positive, default=8, metavar="N")
    add("--mem", type=size_in_mib, default=6144, metavar="SIZE")
    add("--accel", choices=ACCELS, default="tcg",
        help="; ".join(f"{n}: {a.summary}" for n, a in ACCELS.items()))
    add("--cpu", metavar="MODEL", help="the emulator's name of the processor")
    add("--qemu", type=shlex.split, default=[], metavar="OPTIONS",
        help="more options for QEMU, as one word")
    add("--hang", type=float, metavar="S", help="seconds without news after "
        f"which the guest counts as hung (default {HANG}; Bochs {HANG * SLOWER})")
    add("--timeout", type=float, metavar="S",
        help=f"seconds for the whole run (default {TOTAL})")
    add("--type", type=step, action="append", default=[], metavar="W=T",
        help="when the console says W, type T")
    add("--interactive", action="store_true",
        help="connect the serial console to the terminal")
    add("--verbose", action="store_true", help="show the console")
    add("--no-report", action="store_true")
    add("--quiet", action="store_true", help="no progress either")
    add("args", nargs="*", metavar="KEY=VALUE",
        help="for the kernel: docs/parameters.md")
    return p


def _value(args, key):
    return next((a[len(key) + 1:] for a in args if a.startswith(key + "=")),
                None)


def add_limits(options):
    """A stress run says nothing for as long as it is told to take, and at a
    prompt nobody is late."""
    run = _value(options.args, "run")
    seconds = _value(options.args, "seconds") or ""
    quiet = 4 * int(seconds) if run == "stress" and seconds.isdigit() else 0
    if options.hang is None:
        slower = SLOWER if options.emulator == "bochs" else 1
        options.hang = HANG * slower + quiet
    if options.timeout is None:
        options.timeout = TOTAL + STRESS_ROUNDS * quiet
    if options.interactive or run == "halt":
        options.hang = options.timeout = None


def parse(arguments=None):
    """The options, with every default in place."""
    options = parser().parse_args(arguments)
    if options.image and options.args:
        parser().error("an image has its own kernel parameters")
    if options.emulator == "bochs" and options.media == "kernel":
        options.media = "cd"
    add_limits(options)
    return options
