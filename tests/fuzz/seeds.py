# SPDX-License-Identifier: MIT
"""seeds.py - sound input for each fuzzer to start from. Tables that nobody has
to boot for: what QEMU's loader and GRUB tell, in small, and ACPI and MP tables
with what an emulator's do not have. dump.py has the emulator's."""
import struct

FIRMWARE = 0xf0000    # FUZZ_BASE, tests/fuzz/firmware_memory.h
LOADER = 0x10000      # LOADER_BASE, tests/fuzz/loader_memory.h

RAM, RESERVED, ACPI = 1, 2, 3
MAP = ((0, 0x9fc00, RAM), (0x9fc00, 0x400, RESERVED),
       (0x100000, 0x3ee0000, RAM), (0x3fe0000, 0x20000, ACPI),
       (0xfffc0000, 0x40000, RESERVED), (1 << 32, 1 << 30, RAM))


def table(signature, body):
    """An ACPI table."""
    return struct.pack("<4sIBB6s8sIII", signature, 36 + len(body), 1, 0,
                       b"BOCHS ", b"BXPC    ", 1, 0, 1) + body


def madt():
    """Three CPUs in use, one that is not, one with an id above 255, an I/O
    APIC, and the local APICs' address."""
    entries = b"".join(struct.pack("<BBBBI", 0, 8, n, n, n < 3)
                       for n in range(4))
    entries += struct.pack("<BBBBII", 1, 12, 4, 0, 0xfec00000, 0)
    entries += struct.pack("<BBHIII", 9, 16, 0, 300, 1, 9)
    entries += struct.pack("<BBHQ", 5, 12, 0, 0xfee00000)
    return table(b"APIC", struct.pack("<II", 0xfee00000, 1) + entries)


def fadt():
    """With a PM timer."""
    return table(b"FACP", struct.pack("<40xI11xB152x", 0x608, 4))


def acpi(tables, xsdt):
    """An RSDP, the root table it leads to, and the tables behind that."""
    width = 8 if xsdt else 4
    at = FIRMWARE + 36 + 36 + width * len(tables)
    pointers = b""
    for each in tables:
        pointers += at.to_bytes(width, "little")
        at += len(each)
    rsdp = struct.pack("<8sB6sBIIQI", b"RSD PTR ", 0, b"BOCHS ",
                       2 if xsdt else 0, 0 if xsdt else FIRMWARE + 36, 36,
                       FIRMWARE + 36 if xsdt else 0, 0)
    return rsdp + table(b"XSDT" if xsdt else b"RSDT", pointers) + b"".join(
        tables)


def mp_pointer(default=0):
    """The MP floating pointer; the table comes right behind it."""
    return struct.pack("<4sIBBBB4s", b"_MP_", FIRMWARE + 16, 1, 4, 0, default,
                       bytes(4))


def mp_table():
    """Three CPUs, a bus and an I/O APIC."""
    entries = b"".join(struct.pack("<BBBBII8x", 0, n, 0x14, 3 if n == 0 else 1,
                                   0x600, 0x201) for n in range(3))
    entries += struct.pack("<BB6s", 1, 0, b"PCI   ")
    entries += struct.pack("<BBBBI", 2, 4, 0x11, 1, 0xfec00000)
    header = struct.pack("<4sHBB8s12sIHHIHBB", b"PCMP", 44 + len(entries), 4,
                         0, b"BOCHSCPU", b"0.1         ", 0, 0, 5,
                         0xfee00000, 0, 0, 0)
    return header + entries


def multiboot():
    """What QEMU's loader tells, with a module."""
    ranges = b"".join(struct.pack("<IQQI", 20, *entry) for entry in MAP)
    text = b"kmaplab.elf run=tests\0qemu\0"
    module = struct.pack("<4I", 0x200000, 0x201000, 0, 0)
    at = LOADER + 120
    strings = at + len(ranges)
    info = struct.pack("<7I16x6I", 0x24f, 639, 0xfb80, 0, strings, 1,
                       strings + len(text), len(ranges), at, 0, 0, 0,
                       strings + text.index(b"qemu"))
    return info.ljust(120, b"\0") + ranges + text + module


def tag(kind, body):
    """Of Multiboot 2."""
    return (struct.pack("<II", kind, 8 + len(body)) + body).ljust(
        8 + (len(body) + 7) // 8 * 8, b"\0")


def multiboot2():
    """What GRUB tells: the map, a module, a picture, ACPI's pointer."""
    ranges = b"".join(struct.pack("<QQII", *entry, 0) for entry in MAP)
    tags = tag(1, b"run=tests\0") + tag(2, b"GRUB 2.06\0")
    tags += tag(3, struct.pack("<II", 0x200000, 0x201000) + b"\0")
    tags += tag(4, struct.pack("<II", 639, 0xfb80))
    tags += tag(6, struct.pack("<II", 24, 0) + ranges)
    tags += tag(8, struct.pack("<QIIIBBHBBBBBB", 0xfd000000, 4096, 1024, 768,
                               32, 1, 0, 16, 8, 8, 8, 0, 8))
    tags += tag(14, acpi([], False)[:20]) + tag(15, acpi([], True)[:36])
    tags += tag(0, b"")
    return struct.pack("<II", 8 + len(tags), 0) + tags


def memmap():
    """Low and high RAM, a hole, a limit, and whole pages."""
    return b"".join(struct.pack("<BQQ", *step) for step in (
        (0, 0, 0x9fc00), (0, 0x100000, 0x3ee0000), (1, 0x200000, 0x1000),
        (0, 1 << 32, 1 << 30), (2, 1 << 36, 0), (3, 0, 0)))


COMMAND_LINES = (
    b"run=tests",
    b"strategy=held,dropped lock=irq workload=copy threads=1,2,8 window=64 "
    b"colors=2 accounting=all ops=1000",
    b"x.elf seconds=2 seed=7 nosmp maxcpus=2 acpi=off mem=512M lowmem=256M "
    b"directmap=2m results=com1 console=vga,com1 trace=on scenario=stale-own "
    b"platform=tcg")

SEEDS = {
    "acpi": [acpi([fadt(), madt()], False), acpi([fadt(), madt()], True)],
    "mptable": [mp_pointer() + mp_table(), mp_pointer(5)],
    "multiboot": [multiboot()],
    "multiboot2": [multiboot2()],
    "memmap": [memmap()],
    "cmdline": list(COMMAND_LINES),
}


def write(name, folder, more=()):
    """Write the seeds of one fuzzer, and `more` of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate([*SEEDS[name], *more]):
        (folder / f"seed{number}").write_bytes(seed)
