# SPDX-License-Identifier: MIT
"""options.py - the runner's command line."""
import argparse
import re
import shlex

from kmaprun import exits, feed, firmware, values
from kmaprun.media import NET, USB
from kmaprun.platforms import ALL

EPILOG = """\
exit status: 0 all as expected; 1 a verdict or test was not; 2 kernel panic;
3 bad parameter; 4 the guest hung; 5 it reset; 6 the emulator did not start, or
the host could not go on
"""


def reader(read):
    """A type for argparse, made of a function that may refuse the text."""
    def convert(text):
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(error) from None
    return convert


class Parser(argparse.ArgumentParser):
    """argparse would exit with 2, which stands for a kernel panic; and users of
    `make` know none of the options that it would print."""

    def error(self, message):
        message = re.sub(r"^argument \S+: (?=[A-Z]+=)", "", message)
        self.exit(exits.USAGE, f"kmaplab: {message}\n")


def add_machine(p):
    """Options for the machine."""
    add = p.add_argument
    add("--accel", type=reader(values.platforms), default="tcg",
        metavar="NAME,...", help="the platform to run on; several run side by "
        "side. "
        + "; ".join(f"{a.name}: {a.summary}" for a in ALL))
    add("--cpus", type=reader(values.cpus), metavar="N")
    add("--mem", type=reader(values.memory), metavar="SIZE")
    add("--cpu", metavar="MODEL", help="the emulator's name of the processor")
    add("--program", metavar="FILE", help="the emulator to start, if not the "
        "usual one")
    add("--qemu", type=shlex.split, default=[], metavar="OPTIONS",
        help="more options for QEMU, as one word")
    add("--kernel", default="build/kmaplab.elf", metavar="ELF")
    add("--media",
        choices=("kernel", "floppy", "cd", "disk", *USB, *NET),
        help="how the kernel is loaded (default: kernel, without a boot "
        "loader; in Bochs, floppy)")
    add("--firmware", choices=firmware.ALL, default=firmware.BIOS,
        help="what the machine starts with (default: bios)")
    add("--image", metavar="FILE", help="boot this image as it is")


def add_watching(p):
    """Options for what the host does."""
    add = p.add_argument
    add("--out", default="build", metavar="DIR",
        help="where console.log and results.jsonl go")
    add("--hang", type=reader(values.hang), metavar="S", help="seconds "
        "of silence after which the guest counts as hung; time in which the "
        "emulator waits for one of the host's processors does not count")
    add("--timeout", type=reader(values.timeout), metavar="S",
        help="seconds for the whole run")
    add("--type", type=reader(feed.parse), action="append", default=[],
        metavar="W=T", help="when the console says W, type T")
    add("--interactive", action="store_true",
        help="connect the serial console to the terminal")
    add("--verbose", action="store_true", help="show the console")
    add("--no-report", action="store_true")
    add("--quiet", action="store_true", help="no progress either")


def parser():
    """The options and their help."""
    p = Parser(
        description="Boot the kernel on an emulator, watch it, judge it.",
        formatter_class=argparse.RawDescriptionHelpFormatter, epilog=EPILOG)
    add_machine(p)
    add_watching(p)
    p.add_argument("args", nargs="*", metavar="KEY=VALUE",
                   help="for the kernel: docs/parameters.md")
    return p


def parse(arguments=None):
    """The options. plan.py adds the defaults that depend on the platform."""
    return parser().parse_args(arguments)
