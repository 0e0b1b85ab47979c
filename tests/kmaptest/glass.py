# SPDX-License-Identifier: MIT
"""glass.py - read the text off a framebuffer: a picture of the screen, and the
kernel's own font."""
import re

import font
from kmaptest.project import ROOT, read

CURSOR = "?"  # it is no character of the font
COLUMNS, ROWS, WIDTH, HEIGHT = 80, 25, 8, 16
FONT = re.search(r"^FONT := (.*)", read("tools/kernel.mk"), re.M)[1]


class Picture:
    """A PPM, as QEMU makes it of a screen."""

    def __init__(self, path):
        data = path.read_bytes()
        head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
        self.width, self.height = int(head[1]), int(head[2])
        self.pixels = data[head.end():]

    def is_lit(self, x, y):
        """Is this pixel brighter than half?"""
        return self.pixels[3 * (y * self.width + x)] > 80

    def scale(self):
        """How many pixels a dot is wide."""
        return min(self.width // (COLUMNS * WIDTH),
                   self.height // (ROWS * HEIGHT))

    def dots(self, row, column):
        """Those of one character, as the font has them."""
        scale = self.scale()
        left = (self.width - scale * COLUMNS * WIDTH) // 2 \
            + column * WIDTH * scale
        top = (self.height - scale * ROWS * HEIGHT) // 2 + row * HEIGHT * scale
        return bytes(
            sum(0x80 >> x for x in range(WIDTH)
                if self.is_lit(left + x * scale, top + y * scale))
            for y in range(HEIGHT))


def letters():
    """{dots: character}"""
    path = ROOT / FONT
    glyphs = font.page_437(font.load(path))
    page = [bytes([code]).decode("cp437") for code in range(256)]
    return {dots: char for dots, char in reversed(list(zip(glyphs, page)))
            if char.isprintable()}


def lines(path):
    """What is on the screen."""
    picture, chars = Picture(path), letters()
    return ["".join(chars.get(picture.dots(row, column), CURSOR)
                    for column in range(COLUMNS)).rstrip()
            for row in range(ROWS)]
