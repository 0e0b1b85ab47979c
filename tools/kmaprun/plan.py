# SPDX-License-Identifier: MIT
"""plan.py - what is to be run where: one Plan for each platform.

Where several run side by side they divide the work. The one whose CPUs take
turns plays the scenarios and measures one thread: what one of more threads
waits for there is its turn. The one whose CPUs advance side by side measures
every number of threads.
"""
from dataclasses import dataclass

from kmaprun.platforms import Platform
from kmaprun.values import ValueRefused

HANG = 30       # seconds without news; rows take half a second, stalls a few
TOTAL = 900     # seconds for everything
STRESS_ROUNDS = 20  # more strategies, times two locks, than there will be


@dataclass(frozen=True)
class Plan:
    """One platform's part of a run."""
    platform: Platform
    cpus: int
    mem: int      # MiB
    cpu: str      # model; None: to be found out
    media: str
    args: tuple   # the kernel's parameters
    hang: float   # seconds; None: no limit
    timeout: float


def value(args, key):
    """What the kernel is told for a key; None if nothing."""
    return next((a[len(key) + 1:] for a in args if a.startswith(key + "=")),
                None)


def with_defaults(args, defaults):
    """The parameters, and those of the defaults that they leave open."""
    given = {arg.partition("=")[0] for arg in args}
    return tuple(args) + tuple(
        d for d in defaults if d.partition("=")[0] not in given)


def kernel_args(platform, args, company):
    """The kernel's parameters on a platform that has company, or none."""
    if value(args, "run") in (None, "measure"):
        if company and platform.in_turn:
            args = [a for a in args if not a.startswith("threads=")]
        args = with_defaults(args, platform.measure)
    if platform.word:
        args = (f"platform={platform.word}", *args)
    return tuple(args)


def limits(opts):
    """(hang, timeout). A stress run says nothing for as long as it is told to
    take, and at a prompt nobody is late."""
    run = value(opts.args, "run")
    if opts.interactive or run == "halt":
        return None, None
    seconds = value(opts.args, "seconds") or ""
    quiet = 4 * int(seconds) if run == "stress" and seconds.isdigit() else 0
    return (opts.hang or HANG + quiet,
            opts.timeout or TOTAL + STRESS_ROUNDS * quiet)


def media(platform, opts):
    """How the kernel gets in. Bochs has no loader of its own."""
    wanted = opts.media or ("cd" if opts.image else "floppy"
                            if platform.emulator == "bochs" else "kernel")
    if platform.emulator == "bochs" and wanted not in ("floppy", "cd"):
        raise ValueRefused(f"Bochs does not boot from --media {wanted}; "
                           "floppy and cd it does")
    return wanted


def check(opts):
    """Refuse what goes with no platform, or not with all of these."""
    names = ",".join(p.name for p in opts.accel)
    several = len(opts.accel) > 1
    if opts.image and (opts.args or several or opts.media == "kernel"):
        raise ValueRefused("--image has its own kernel and parameters, and "
                           "is for one platform")
    run = value(opts.args, "run")
    if run == "shell" and not (opts.interactive or opts.type):
        raise ValueRefused("run=shell waits for somebody who types: "
                           "`make shell` is for that")
    if run == "halt" and several:
        raise ValueRefused("run=halt never ends, for a machine whose screen "
                           "is to be read. Leave it out, or name one "
                           "platform: ACCEL=tcg")
    if (opts.interactive or opts.type) and (
            several or opts.accel[0].emulator == "bochs"):
        raise ValueRefused(f"ACCEL={names} has no keyboard; "
                           "ACCEL=tcg has one")
    for platform in opts.accel:
        if opts.cpus and opts.cpus > platform.most_cpus:
            raise ValueRefused(
                f"CPUS={opts.cpus}: {platform.name} has at most "
                f"{platform.most_cpus} CPUs; take fewer, or ACCEL=tcg")


def make(opts):
    """The plans, in the order of their platforms. Raises ValueRefused."""
    check(opts)
    hang, timeout = limits(opts)
    return [Plan(platform, opts.cpus or platform.cpus,
                 opts.mem or platform.mem, opts.cpu or platform.cpu,
                 media(platform, opts),
                 kernel_args(platform, opts.args, len(opts.accel) > 1)
                 if not opts.image else (), hang, timeout)
            for platform in opts.accel]
