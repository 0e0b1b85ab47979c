# SPDX-License-Identifier: MIT
"""badstart.py - a kernel whose started CPUs run some code of ours first, as if
firmware had left them so: with another time, or with other memory types.

The trampoline ends by `movl $ap_start, %eax; call *%eax`. Our code takes the
place of a function that is not called in these runs.
"""
import re
import struct

from kmaptest.halfdead import address_of
from kmaptest.project import call

UNUSED = "shell_run"
TSC, MTRR_DEFAULT = 0x10, 0x2ff
MOVE_EAX, MOVE_ECX, ADD_EAX, ADC_EDX = b"\xb8", b"\xb9", b"\x05", b"\x81\xd2"
RDTSC, WRMSR, CALL_EAX, JUMP_EAX = b"\x0f\x31", b"\x0f\x30", b"\xff\xd0", \
    b"\xff\xe0"
CLEAR_EDX = b"\x31\xd2"


def word(value):
    """32 bits of it."""
    return struct.pack("<I", value & 0xffffffff)


def clock_ahead(cycles):
    """Code: this CPU's time stamp counter shows so much more."""
    return RDTSC + ADD_EAX + word(cycles) + ADC_EDX + word(cycles >> 32) + \
        MOVE_ECX + word(TSC) + WRMSR


def memory_type(value):
    """Code: the register that has the default memory type gets a value."""
    return MOVE_EAX + word(value) + CLEAR_EDX + MOVE_ECX + \
        word(MTRR_DEFAULT) + WRMSR


def offset_in(image, address):
    """Where an address is in an ELF file."""
    at, = struct.unpack_from("<I", image, 28)
    size, count = struct.unpack_from("<HH", image, 42)
    for i in range(count):
        _, offset, virtual, _, bytes_there = struct.unpack_from(
            "<IIIII", image, at + i * size)
        if virtual <= address < virtual + bytes_there:
            return offset + address - virtual
    raise ValueError(f"{address:#x} is not in the file")


def size_of(kernel, function):
    """Of a function, in bytes."""
    names = call(["nm", "-S", kernel]).stdout
    return int(re.search(rf"^\w+ (\w+) [tT] {function}$", names, re.M)[1], 16)


def write(kernel, out, code):
    """A kernel that is as this one, but that its CPUs run this first."""
    start, place = (address_of(kernel, name) for name in ("ap_start", UNUSED))
    code += MOVE_EAX + word(start) + JUMP_EAX
    assert len(code) <= size_of(kernel, UNUSED)
    image = bytearray(kernel.read_bytes())
    was = MOVE_EAX + word(start) + CALL_EAX
    assert image.count(was) == 1
    at = image.index(was)
    image[at:at + len(was)] = MOVE_EAX + word(place) + CALL_EAX
    at = offset_in(image, place)
    image[at:at + len(code)] = code
    path = out / "kernel.elf"
    path.write_bytes(image)
    return path
