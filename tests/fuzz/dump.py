# SPDX-License-Identifier: MIT
"""dump.py - ACPI and MP tables as an emulator's firmware makes them: QEMU boots
from nothing, its memory is read, and the tables are put together anew where the
fuzzers want them (seeds.py)."""
import struct
import subprocess
import time

from kmaprun.qmp import Qmp

import seeds

MACHINES = {  # the options of QEMU
    "pc": ("-machine", "pc", "-smp", "8"),
    "pc-sockets": ("-machine", "pc", "-smp", "4,sockets=4"),
    "pc-gaps": ("-machine", "pc", "-cpu", "core2duo", "-smp",
                "6,cores=3,threads=2"),
    "q35": ("-machine", "q35", "-smp", "2,maxcpus=4"),
    "q35-many": ("-machine", "q35", "-smp", "2,maxcpus=64"),
    "isapc": ("-machine", "isapc", "-cpu", "pentium"),
}
MEMORY = 16 << 20  # bytes: enough for firmware
BIOS = 0xf0000
LIMIT = 30  # seconds until firmware is through
RSDP, MP = b"RSD PTR ", b"_MP_"


def whole(memory, at):
    """The ACPI table there."""
    length = int.from_bytes(memory[at + 4:at + 8], "little")
    return memory[at:at + length]


def acpi(memory):
    """The MADT and the FADT, behind both kinds of root; [] if there is no
    RSDP."""
    at = memory.find(RSDP, BIOS, 1 << 20)
    if at < 0:
        return []
    root = whole(memory, int.from_bytes(memory[at + 16:at + 20], "little"))
    found = [whole(memory, phys) for phys, in struct.iter_unpack(
        "<I", root[36:])]
    tables = [t for t in found if t[:4] in (b"FACP", b"APIC")]
    return [seeds.acpi(tables, xsdt) for xsdt in (False, True)]


def mptable(memory):
    """The MP table; [] if there is none."""
    at = memory.find(MP, BIOS, 1 << 20)
    if at < 0:
        return []
    table = int.from_bytes(memory[at + 4:at + 8], "little")
    length = int.from_bytes(memory[table + 4:table + 6], "little")
    return [seeds.mp_pointer() + memory[table:table + length]]


def memory_of(options, folder):
    """What firmware has left when it looks for something to boot."""
    socket, image = folder / "qmp", folder / "memory"
    command = ["qemu-system-x86_64", *options, "-m", f"{MEMORY >> 20}M",
               "-display", "none", "-net", "none",
               "-qmp", f"unix:{socket},server=on,wait=off"]
    with subprocess.Popen(command) as emulator:
        try:
            monitor = Qmp(str(socket), lambda: emulator.poll() is None)
            memory = b""
            deadline = time.monotonic() + LIMIT
            while MP not in memory[BIOS:1 << 20]:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"no MP table: {' '.join(command)}")
                time.sleep(0.3)
                monitor.command("pmemsave", val=0, size=MEMORY,
                                filename=str(image))
                memory = image.read_bytes()
            return memory
        finally:
            emulator.kill()
            socket.unlink(missing_ok=True)
            image.unlink(missing_ok=True)


def dump(folder):
    """{a fuzzer's name: its seeds}, of all machines. What was read once is
    kept."""
    read = {"acpi": [], "mptable": []}
    for name, options in MACHINES.items():
        kept = {kind: folder / f"{name}.{kind}" for kind in read}
        if not all(path.exists() for path in kept.values()):
            folder.mkdir(parents=True, exist_ok=True)
            memory = memory_of(options, folder)
            for kind, made in (("acpi", acpi), ("mptable", mptable)):
                kept[kind].write_text("\n".join(
                    seed.hex() for seed in made(memory)))
        for kind, seeds_of in read.items():
            seeds_of += [bytes.fromhex(line) for line in
                         kept[kind].read_text().splitlines()]
    return read
