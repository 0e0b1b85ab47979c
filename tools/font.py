#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""font.py FONT.psfu.gz - print the font as C, a glyph for each character of
code page 437 (arch/x86/dev/font.h).

The format is PSF 1: 4 bytes of head, the glyphs, and for each of them a list of
the characters that it stands for (man 5 psfaddtable; Linux' kbd, psf.h).
"""
import gzip
import struct
import sys

MAGIC = 0x0436
MODE_512, MODE_TABLE = 1, 2
HEIGHT = 16
SEQUENCE, END = 0xFFFE, 0xFFFF  # in the table
FALLBACK = "?"
# What the code page has where ASCII has control codes is not needed.
CONTROL = 32


class NoFont(Exception):
    """The message says why."""


def glyphs_of(data):
    """{character: glyph}"""
    magic, mode, height = struct.unpack_from("<HBB", data)
    if magic != MAGIC or not mode & MODE_TABLE or height != HEIGHT:
        raise NoFont("it is no PSF 1 font with 8x16 dots and a table of its "
                     "characters")
    count = 512 if mode & MODE_512 else 256
    table = struct.iter_unpack("<H", data[4 + count * height:])
    out = {}
    for number in range(count):
        at = 4 + number * height
        single = True
        for (code,) in table:
            if code == END:
                break
            single = single and code != SEQUENCE
            if single:
                out.setdefault(chr(code), data[at:at + height])
    return out


def load(path):
    """The glyphs of a file."""
    with gzip.open(path) as file:
        return glyphs_of(file.read())


def page_437(glyphs):
    """256 glyphs; those that the font lacks are question marks."""
    codes = [" " if code < CONTROL or code == 127
             else bytes([code]).decode("cp437") for code in range(256)]
    if FALLBACK not in glyphs:
        raise NoFont(f"it has no {FALLBACK}")
    return [glyphs.get(char, glyphs[FALLBACK]) for char in codes]


def as_c(glyphs):
    """The source."""
    lines = ["/* Made by tools/font.py. */",
             '#include "arch/x86/dev/font.h"', "",
             "const u8 font_glyphs[256][FONT_HEIGHT] = {"]
    lines += ["\t{ " + ", ".join(f"0x{byte:02x}" for byte in glyph) + " },"
              for glyph in glyphs]
    return "\n".join([*lines, "};"])


def main():
    try:
        print(as_c(page_437(load(sys.argv[1]))))
    except (OSError, EOFError, struct.error, NoFont) as error:
        sys.exit(f"font.py: {sys.argv[1]}: {error}\n"
                 "(tools/setup.sh font installs it)")


if __name__ == "__main__":
    main()
