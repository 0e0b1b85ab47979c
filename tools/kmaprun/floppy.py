# SPDX-License-Identifier: MIT
"""floppy.py - a floppy disk image that boots the kernel at once, for emulators
that cannot load a kernel themselves.

It has no file system and no menu, only GRUB, and the kernel in sectors that
GRUB knows. A CD takes twice as long: GRUB has more to unpack, and searches for
files. The same kernel and parameters give the same bytes.
"""
import os
import subprocess
import tempfile

from kmaprun.elf import Elf

GRUB = os.environ.get("GRUB_DIR", "/usr/lib/grub/i386-pc")
SECTOR = 512
SIZE = 2880 * SECTOR
KERNEL_AT = 512  # sector; GRUB itself needs some 270
MODULES = ("biosdisk", "multiboot", "boot")


class NoImage(Exception):
    """The message says why there is none."""


def _script(sectors, args):
    """What GRUB is to do. Nothing is special to it between single quotes."""
    for arg in args:
        if "'" in arg or "\n" in arg:
            raise NoImage(f"GRUB cannot pass on the parameter {arg!r}")
    words = " ".join(f"'{arg}'" for arg in args)
    return f"multiboot (fd0){KERNEL_AT}+{sectors} {words}\nboot\n"


def _make_grub(script):
    """GRUB itself, with the script in it."""
    if not os.path.exists(os.path.join(GRUB, "boot.img")):
        raise NoImage("no GRUB for PCs: tools/setup.sh bochs")
    with tempfile.TemporaryDirectory(prefix="kmaplab-") as folder:
        config = os.path.join(folder, "config")
        core = os.path.join(folder, "core")
        with open(config, "w", encoding="utf-8") as file:
            file.write(script)
        try:
            done = subprocess.run(
                ["grub-mkimage", "-O", "i386-pc", "-d", GRUB, "-p", "/",
                 "-c", config, "-o", core, *MODULES],
                stderr=subprocess.PIPE, text=True, check=False)
        except FileNotFoundError:
            raise NoImage("no grub-mkimage: tools/setup.sh bochs") from None
        if done.returncode:
            raise NoImage(done.stderr.strip())
        with open(core, "rb") as file:
            return file.read()


def image(kernel, args):
    """The bytes of the image for a kernel's bytes. Raises NoImage."""
    try:
        bare = Elf(kernel).bare()
    except ValueError as error:
        raise NoImage(f"the kernel: {error}") from None
    with open(os.path.join(GRUB, "boot.img"), "rb") as file:
        start = file.read()
    start += _make_grub(_script(-(-len(bare) // SECTOR), args))
    if len(start) > KERNEL_AT * SECTOR:
        raise NoImage(f"GRUB is too large: {len(start)} bytes")
    out = start.ljust(KERNEL_AT * SECTOR, b"\0") + bare
    if len(out) > SIZE:
        raise NoImage(f"the kernel has {len(bare)} bytes, too many for a "
                      "floppy disk")
    return out.ljust(SIZE, b"\0")
