# SPDX-License-Identifier: MIT
"""elf.py - read the kernel's file, a 32-bit ELF."""
import struct

HEADER = struct.Struct("<16x2HI3II6H")   # up to e_shstrndx
SEGMENT = struct.Struct("<8I")
SECTION = struct.Struct("<10I")
LOAD = 1                                 # p_type PT_LOAD
# e_shoff; e_shentsize, e_shnum and e_shstrndx: (offset, format, zeros)
SECTION_FIELDS = ((32, "<I", (0,)), (46, "<3H", (0, 0, 0)))


class NoElf(ValueError):
    """The file is not an ELF file, or is cut off."""


class Elf:
    """An ELF file's bytes, and what its headers say."""

    def __init__(self, data):
        if data[:5] != b"\x7fELF\x01" or len(data) < 52:
            raise NoElf("this is not a 32-bit ELF file")
        self.data = data
        (_, _, _, _, phoff, shoff, _, _, phentsize, phnum, shentsize, shnum,
         self.names) = HEADER.unpack_from(data)
        try:
            self.segments = [SEGMENT.unpack_from(data, phoff + i * phentsize)
                             for i in range(phnum)]
            self.sections = [SECTION.unpack_from(data, shoff + i * shentsize)
                             for i in range(shnum)]
        except struct.error:
            raise NoElf("this ELF file is cut off") from None

    def _section(self, section):
        return self.data[section[4]:section[4] + section[5]]

    def section(self, name):
        """A section's bytes; empty if there is none of that name."""
        names = self._section(self.sections[self.names]) \
            if self.names < len(self.sections) else b""
        for section in self.sections:
            if names[section[0]:].split(b"\0")[0] == name.encode():
                return self._section(section)
        return b""

    def compiler(self):
        """The names that compiler and linker left in it, or None."""
        words = self.section(".comment").decode("utf-8", "replace")
        found = [w.strip() for w in words.split("\0") if w.strip()]
        return "; ".join(dict.fromkeys(found)) or None

    def bare(self):
        """The file cut down to what is loaded."""
        end = max((s[1] + s[4] for s in self.segments if s[0] == LOAD),
                  default=0)
        out = bytearray(self.data[:end])
        for offset, form, zeros in SECTION_FIELDS:
            struct.pack_into(form, out, offset, *zeros)
        return bytes(out)
