# SPDX-License-Identifier: MIT
"""numbers.py - figures and lists as a person reads them."""

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


def few(value):
    """The same with a decimal where whole numbers would be too coarse."""
    if value is not None and 0 < value < 10:
        return f"{value:.1f}"
    return short(value)


def factor(value):
    """0.05x, 1.3x, 25x"""
    if value is None:
        return "-"
    digits = 2 if value < 0.1 else 1 if value < 9.95 else 0
    return f"{value:.{digits}f}x"


def per_thousand(part, whole):
    """`part` for each thousand of `whole`; None where there is none."""
    if part is None or not whole:
        return None
    return part * 1000 / whole


def plural(count, word, style="", ending="s"):
    """1 map, 2 maps; with the style "," 2,000 maps."""
    return f"{count:{style}} {word}" + ("" if count == 1 else ending)


def joined(words, by="and"):
    """a, b and c"""
    words = list(words)
    return f" {by} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
