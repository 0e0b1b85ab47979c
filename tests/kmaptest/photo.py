# SPDX-License-Identifier: MIT
"""photo.py - a photograph of a screen, made of a picture of it: larger or
smaller, turned, and out of focus."""
import math

from kmaptest.glass import Picture


def light(screen, at):
    """Of the pixel there; none outside."""
    x, y = int(at.real), int(at.imag)
    if 0 <= x < screen.width and 0 <= y < screen.height:
        return screen.pixels[3 * (y * screen.width + x)]
    return 0


def photograph(source, target, scale=0.8, degrees=10, blur=1.0):
    """Of a PPM, as a PGM. blur: in the source's pixels."""
    screen = Picture(source)
    step = complex(math.cos(math.radians(degrees)),
                   math.sin(math.radians(degrees))) / scale
    side = int(scale * math.hypot(screen.width, screen.height))
    middle = complex(screen.width, screen.height) / 2
    around = [blur * complex(x, y) for x in (-1, 1) for y in (-1, 1)]
    out = bytearray()
    for row in range(side):
        for column in range(side):
            at = middle + step * complex(column - side / 2, row - side / 2)
            out.append(sum(light(screen, at + a) for a in around)
                       // len(around))
    target.write_bytes(b"P5 %d %d 255\n" % (side, side) + out)
    return target
