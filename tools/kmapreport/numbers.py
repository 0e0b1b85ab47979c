# SPDX-License-Identifier: MIT
"""numbers.py - figures as a person reads them."""

UNITS = ("", "k", "M", "G", "T")


def short(value):
    """At most five characters: 9999, 10.2k, 417k, 20.7M. None is a dash."""
    if value is None:
        return "-"
    if abs(value) < 10000:
        return str(round(value))
    value = float(value)
    unit = 0
    while round(value) >= 1000 and unit < len(UNITS) - 1:
        value /= 1000
        unit += 1
    digits = 1 if value < 99.95 else 0
    return f"{value:.{digits}f}{UNITS[unit]}"


def per_second(row, env):
    """Maps a second, all threads together; None if the row has no speed."""
    if not row["cycles_per_op"] or not env or not env["tsc_khz"]:
        return None
    return row["threads"] * env["tsc_khz"] * 1000 / row["cycles_per_op"]


def per_thousand(part, whole):
    """`part` for each thousand of `whole`; None where there is none."""
    if part is None or not whole:
        return None
    return part * 1000 / whole


def plural(count, word):
    """1 map, 2 maps."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
