# SPDX-License-Identifier: MIT
"""layout.py - lines of 80 columns, and colour where it is wanted."""
import os
import re
import textwrap

WIDTH = 80
MARK = "!! "  # what is not as it should be begins so
RED, GREEN, PLAIN = "\033[31m", "\033[32m", "\033[0m"


def wrapped(text, first="", other="  "):
    """Lines that break between words only."""
    return textwrap.wrap(text, WIDTH, initial_indent=first,
                         subsequent_indent=other, break_long_words=False,
                         break_on_hyphens=False)


def line(cells, widths):
    """One cell after the other, each as wide as its column; below 0: to the
    left."""
    return " ".join(
        cell.rjust(width) if width > 0 else cell.ljust(-width)
        for cell, width in zip(cells, widths)).rstrip()


def wants_colour(stream):
    """A terminal whose user did not say no (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") \
        and os.environ.get("TERM") != "dumb"


def painted(text, bad_words):
    """A line with what went wrong in red, and `safe` in green."""
    if text.startswith(MARK):
        return RED + text + PLAIN
    words = "|".join(re.escape(word) for word in [*bad_words, "safe"])
    return re.sub(rf"\b({words})\b", lambda match: (
        GREEN if match[0] == "safe" else RED) + match[0] + PLAIN, text)
