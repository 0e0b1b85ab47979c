# SPDX-License-Identifier: MIT
"""acpitables.py - ACPI tables of our own in QEMU: where it has none, SeaBIOS
loads what it finds under the names that QEMU's would have, by the same script.
(hw/acpi/bios-linker-loader.c in QEMU says how the script is laid out.)"""
import struct

TABLES, RSDP, LOADER = "etc/acpi/tables", "etc/acpi/rsdp", "etc/table-loader"
HEADER = 36
SUM_AT = 9  # in a table's header
HIGH, LOW = 1, 2  # where SeaBIOS keeps a file


def entry(command, body):
    """A line of the script."""
    return (struct.pack("<I", command) + body).ljust(128, b"\0")


def name(text):
    """A file's name there."""
    return text.encode().ljust(56, b"\0")


def allocate(file, zone):
    """Keep it in memory."""
    return entry(1, name(file) + struct.pack("<IB", 64, zone))


def add_pointer(file, at):
    """The offset there becomes an address in the tables."""
    return entry(2, name(file) + name(TABLES) + struct.pack("<IB", at, 4))


def add_checksum(file, at, start, length):
    """All these bytes sum up to 0."""
    return entry(3, name(file) + struct.pack("<III", at, start, length))


def summed(data, at=SUM_AT):
    """So that all of it sums up to 0."""
    out = bytearray(data)
    out[at] = 0
    out[at] = -sum(out) & 0xff
    return bytes(out)


def table(signature, body, length=None):
    """With its header; length: what the header says."""
    return summed(struct.pack(
        "<4sIBB6s8sI4sI", signature, HEADER + len(body) if length is None
        else length, 1, 0, b"KMAPLB", b"HOSTILE ", 1, b"KMAP", 1) + body)


def lapic(apic_id, flags=1):
    """A CPU."""
    return struct.pack("<BBBBI", 0, 8, apic_id & 0xff, apic_id, flags)


def x2apic(apic_id, flags=1):
    """A CPU with a long id."""
    return struct.pack("<BBHIII", 9, 16, 0, apic_id, flags, apic_id)


def ioapic(address, number=0):
    """An I/O APIC."""
    return struct.pack("<BBBBII", 1, 12, number, 0, address, 24 * number)


def madt(*entries, address=0xfee00000, length=None):
    """What lists the CPUs."""
    return table(b"APIC", struct.pack("<II", address, 1) + b"".join(entries),
                 length)


def fadt(port, size=4, body=208):
    """What says where the PM timer is."""
    return table(b"FACP", struct.pack("<40xI11xB", port, size).ljust(
        body, b"\0")[:body])


def laid_out(tables, more):
    """The root table and all others behind it: their bytes, and how long the
    root is."""
    root = table(b"RSDT", bytes(4 * len(tables)) + more)
    data = bytearray(root)
    for number, each in enumerate(tables):
        data += bytes(-len(data) % 16)
        struct.pack_into("<I", data, HEADER + 4 * number, len(data))
        data += each
    return bytes(data), len(root)


def script(count, root_length, rsdp_sum):
    """What SeaBIOS is to do with the files."""
    out = allocate(TABLES, HIGH) + allocate(RSDP, LOW)
    out += b"".join(add_pointer(TABLES, HEADER + 4 * number)
                    for number in range(count))
    out += add_checksum(TABLES, SUM_AT, 0, root_length)
    out += add_pointer(RSDP, 16)
    return out + (add_checksum(RSDP, 8, 0, 20) if rsdp_sum else b"")


def write(folder, tables, more=b"", rsdp_sum=True):
    """Write the files; returns QEMU's options. more: of the root table, behind
    its pointers."""
    data, root_length = laid_out(tables, more)
    files = {TABLES: data,
             LOADER: script(len(tables), root_length, rsdp_sum),
             RSDP: struct.pack("<8sB6sBI", b"RSD PTR ", 0, b"KMAPLB", 0, 0)}
    options = ["-no-acpi"]
    for number, (file, content) in enumerate(files.items()):
        path = folder / f"acpi{number}"
        path.write_bytes(content)
        options += ["-fw_cfg", f"name={file},file={path}"]
    return options
