#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""bare.py KERNEL FILE - the kernel cut down to what a boot loader loads, for
media that are small or slow."""
import sys

from kmaprun.elf import Elf


def main():
    try:
        with open(sys.argv[1], "rb") as file:
            bare = Elf(file.read()).bare()
    except (OSError, ValueError) as error:
        sys.exit(f"bare.py: {error}")
    with open(sys.argv[2], "wb") as file:
        file.write(bare)


if __name__ == "__main__":
    main()
