# SPDX-License-Identifier: MIT
"""plan.py - what runs where: a Plan for each platform.

Platforms that run side by side share the work. On `exact` CPUs take turns, so a
thread's times include the turns of the others: it forces the scenarios and
measures one thread. On `bochs` CPUs advance side by side: it measures every
number of threads.
"""
from dataclasses import dataclass

from kmaprun.firmware import BIOS
from kmaprun.media import NET
from kmaprun.platforms import Platform
from kmaprun.terminal import SECONDS
from kmaprun.values import ValueRefused

HANG = 30       # seconds without news; rows take half a second, stalls a few
TOTAL = 900     # seconds for everything
UEFI_CPUS = {"uefi64": "qemu64"}  # what it needs
STRESS_ROUNDS = 20  # strategies times locks, with room to spare
ENDLESS = ("halt", "report")  # they stay on the screen


@dataclass(frozen=True)
class Plan:
    """What one platform runs."""
    platform: Platform
    cpus: int
    mem: int      # MiB
    cpu: str      # model; None: found out later, by trying
    media: str
    firmware: str
    args: tuple   # the kernel's parameters
    hang: float   # seconds; None: no limit
    timeout: float


def value(args, key):
    """The value of a kernel parameter; None if it is not given."""
    return next((a[len(key) + 1:] for a in args if a.startswith(key + "=")),
                None)


def with_defaults(args, defaults):
    """The parameters, and those defaults that they do not override."""
    given = {arg.partition("=")[0] for arg in args}
    return tuple(args) + tuple(
        d for d in defaults if d.partition("=")[0] not in given)


def kernel_args(platform, args, company):
    """The kernel's parameters. company: other platforms run at the same time.
    """
    if value(args, "run") in (None, "measure"):
        if company and platform.in_turn:
            args = [a for a in args if not a.startswith("threads=")]
        args = with_defaults(args, platform.measure)
    if platform.word:
        args = (f"platform={platform.word}", *args)
    return tuple(args)


def limits(opts):
    """(hang, timeout). A stress run is silent for as long as it was asked to
    take; at a prompt, there is none for the whole, and what a command may be
    silent for is known to whoever types it."""
    run = value(opts.args, "run")
    if run in ENDLESS:
        return None, None
    if opts.interactive:
        return opts.hang or HANG, opts.timeout
    seconds = value(opts.args, "seconds") or ""
    stress = run == "stress" and seconds.isdigit()
    quiet = SECONDS * int(seconds) if stress else 0
    return (opts.hang or HANG + quiet,
            opts.timeout or TOTAL + STRESS_ROUNDS * quiet)


def media(platform, opts):
    """How the kernel is loaded. Bochs cannot load one without an image."""
    wanted = opts.media or ("cd" if opts.image else "floppy"
                            if platform.emulator == "bochs" else "kernel")
    if platform.emulator == "bochs" and wanted not in ("floppy", "cd"):
        raise ValueRefused(f"Bochs cannot boot from --media {wanted}, only "
                           "from floppy or cd")
    if wanted in NET and not opts.image:
        raise ValueRefused(f"--media {wanted} needs --image, the folder that "
                           "`make pxe` makes")
    if opts.firmware != BIOS and (platform.emulator == "bochs" or
                                  wanted not in ("cd", "usb", "pxe")):
        raise ValueRefused(f"--firmware {opts.firmware} needs QEMU, and "
                           "--media cd, usb or pxe")
    return wanted


def check(opts):
    """Refuse what these platforms cannot do."""
    names = ",".join(p.name for p in opts.accel)
    several = len(opts.accel) > 1
    if opts.image and (opts.args or several or opts.media == "kernel"):
        raise ValueRefused("--image brings its own kernel and parameters, "
                           "and needs a single platform")
    run = value(opts.args, "run")
    if run == "shell" and not (opts.interactive or opts.type):
        raise ValueRefused("run=shell needs somebody who types: "
                           "use `make shell`")
    if run in ENDLESS and several:
        raise ValueRefused(f"run={run} never ends. Leave it out, or name one "
                           "platform: ACCEL=tcg")
    if (opts.interactive or opts.type) and (
            several or opts.accel[0].emulator == "bochs"):
        raise ValueRefused(f"ACCEL={names} has no keyboard: use ACCEL=tcg")
    for platform in opts.accel:
        if opts.cpus and opts.cpus > platform.most_cpus:
            raise ValueRefused(
                f"CPUS={opts.cpus}: {platform.name} has at most "
                f"{platform.most_cpus} CPUs. Use fewer, or ACCEL=tcg")


def make(opts):
    """The plans, in the order of their platforms. Raises ValueRefused."""
    check(opts)
    hang, timeout = limits(opts)
    return [Plan(platform, opts.cpus or platform.cpus,
                 opts.mem or platform.mem,
                 opts.cpu or UEFI_CPUS.get(opts.firmware, platform.cpu),
                 media(platform, opts), opts.firmware,
                 kernel_args(platform, opts.args, len(opts.accel) > 1)
                 if not opts.image else (), hang, timeout)
            for platform in opts.accel]
