# SPDX-License-Identifier: MIT
"""values.py - check and convert what the user typed for CPUS=, MEM= and so on.

A bad value is refused here, in a sentence that says what is allowed. The
emulators refuse some in words of their own, and hang with others.
"""
import math
import re

from kmaprun.platforms import PLATFORMS

LEAST_MIB = 8  # with less, the kernel or the BIOS does not start


class ValueRefused(ValueError):
    """The message says what is wrong and what is allowed."""


def cpus(text):
    """A number of CPUs."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) == 0:
        raise ValueRefused(f"CPUS={text} is not a number of CPUs, such as 4")
    return int(text)


def memory(text):
    """512M, 6G or a number of MiB; in MiB."""
    match = re.fullmatch(r"([0-9]{1,9})([MGmg]?)", text)
    if not match:
        raise ValueRefused(
            f"MEM={text} is not an amount of memory, such as 512M or 6G")
    mib = int(match[1]) * (1024 if match[2] in ("G", "g") else 1)
    if mib < LEAST_MIB:
        raise ValueRefused(f"MEM={text} is too little memory: "
                           f"the kernel needs {LEAST_MIB}M to start")
    return mib


def _seconds(name, text):
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not math.isfinite(seconds) or seconds <= 0:
        raise ValueRefused(
            f"{name}={text} is not a number of seconds above 0, such as 60")
    return seconds


def hang(text):
    """Seconds of silence, for HANG=."""
    return _seconds("HANG", text)


def timeout(text):
    """Seconds for a whole run, for TIMEOUT=."""
    return _seconds("TIMEOUT", text)


def platforms(text):
    """A list of platforms, with commas."""
    names = text.split(",")
    for name in names:
        if name not in PLATFORMS:
            raise ValueRefused(f"ACCEL={text}: '{name}' is not one of "
                               + ", ".join(PLATFORMS))
    if len(set(names)) < len(names):
        raise ValueRefused(f"ACCEL={text} names a platform twice")
    return [PLATFORMS[name] for name in names]
