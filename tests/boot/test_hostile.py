# SPDX-License-Identifier: MIT
"""test_hostile.py - boot with ACPI tables that lie, and with command lines that
make no sense: the kernel says so, does without, and ends as it should. Never a
hang, and never a CPU that is not there."""
import shlex

import pytest

from kmaptest import acpitables as acpi

CPUS = 2
MADT = acpi.madt(acpi.lapic(0), acpi.lapic(1), acpi.ioapic(0xfec00000))
TWO = acpi.lapic(0) + acpi.lapic(1)
LISTED = "cpus: 2 online, listed by ACPI MADT"
ONE = "cpus: 1 online"
FALLBACK = "cpus: 2 online, listed by MP table"
HUGE = b"\xff" * 4

# name: (tables, what write() is told besides, what the console must say)
CASES = {
    "good": ([MADT], {}, [LISTED]),
    "no-table": ([], {}, ["leads to no readable MADT", FALLBACK]),
    "no-madt": ([acpi.fadt(0)], {}, ["leads to no readable MADT", FALLBACK]),
    "rsdp-sum": ([MADT], {"rsdp_sum": False},
                 ["RSDP: wrong checksum", FALLBACK]),
    "pointer-nowhere": ([MADT], {"more": HUGE}, [LISTED]),
    "pointer-odd-bytes": ([MADT], {"more": b"\xff\xff\xff"}, [LISTED]),
    "pointers-to-0": ([MADT], {"more": bytes(400)}, [LISTED]),
    "madt-sum": ([MADT[:-1] + b"\1"], {}, ["MADT: wrong checksum", FALLBACK]),
    "madt-short": ([acpi.madt(length=43)], {},
                   ["MADT: impossible length", FALLBACK]),
    "madt-no-length": ([acpi.madt(TWO, length=0)], {},
                       ["MADT: impossible length", FALLBACK]),
    "madt-endless": ([acpi.madt(TWO, length=0xffffffff)], {},
                     ["MADT: impossible length", FALLBACK]),
    "madt-too-long": ([acpi.madt(TWO, length=0xffff)], {},
                      ["bad entry length, rest ignored", LISTED]),
    "madt-empty": ([acpi.madt()], {}, ["lists no enabled CPU", FALLBACK]),
    "entry-no-length": ([acpi.madt(TWO, b"\0\0", acpi.lapic(2))], {},
                        ["bad entry length, rest ignored", LISTED]),
    "entry-one-byte": ([acpi.madt(TWO, b"\0\1")], {},
                       ["bad entry length, rest ignored", LISTED]),
    "entry-too-long": ([acpi.madt(TWO, b"\0\xff")], {},
                       ["bad entry length, rest ignored", LISTED]),
    "entry-short": ([acpi.madt(TWO, b"\0\7\0\0\0\0\0")], {},
                    ["entry too short, ignored", LISTED]),
    "entry-unknown": ([acpi.madt(b"\x7f\4\0\0", TWO, b"\xff\2")], {},
                      [LISTED]),
    "all-disabled": ([acpi.madt(acpi.lapic(0, 0), acpi.lapic(1, 0))], {},
                     ["lists no enabled CPU", FALLBACK]),
    "online-capable": ([acpi.madt(acpi.lapic(0), acpi.lapic(1, 2))], {},
                       [ONE]),
    "boot-cpu-missing": ([acpi.madt(acpi.lapic(1))], {}, [LISTED]),
    "backwards": ([acpi.madt(acpi.lapic(1), acpi.lapic(0))], {}, [LISTED]),
    "twice": ([acpi.madt(TWO, TWO, TWO)], {}, [LISTED]),
    "absent": ([acpi.madt(TWO, acpi.lapic(77))], {},
               ["CPU with APIC id 77 is left out", LISTED]),
    "absent-first": ([acpi.madt(acpi.lapic(9), TWO)], {},
                     ["CPU with APIC id 9 is left out", LISTED]),
    "phantoms": ([acpi.madt(*map(acpi.lapic, range(250)))], {},
                 ["CPU with APIC id 249 is left out", LISTED]),
    "broadcast": ([acpi.madt(TWO, acpi.lapic(255))], {}, [LISTED]),
    "long-id": ([acpi.madt(TWO, acpi.x2apic(300))], {},
                ["id 300 is left out: its id needs an x2APIC", LISTED]),
    "broadcast-long": ([acpi.madt(TWO, acpi.x2apic(0xffffffff))], {},
                       [LISTED]),
    "too-many": ([acpi.madt(TWO, *map(acpi.x2apic, range(256, 900)))], {},
                 ["needs an x2APIC", LISTED]),
    "lapic-nowhere": ([acpi.madt(TWO, address=0)], {},
                      ["bad local APIC address", LISTED]),
    "lapic-in-ram": ([acpi.madt(TWO, address=0x200000)], {}, [LISTED]),
    "ioapic-in-ram": ([acpi.madt(TWO, acpi.ioapic(0x200000))], {},
                      ["I/O APIC at 200000 is left out: that is RAM", LISTED]),
    "ioapic-at-0": ([acpi.madt(TWO, acpi.ioapic(0))], {},
                    ["I/O APIC at address 0 ignored", LISTED]),
    "ioapics": ([acpi.madt(TWO, *(acpi.ioapic(0xfec00000 + (n << 12), n)
                                  for n in range(20)))], {},
                ["too many I/O APICs, some ignored", LISTED]),
    "timer-stopped": ([MADT, acpi.fadt(0x608)], {}, ["by the PIT", LISTED]),
    "timer-beyond": ([MADT, acpi.fadt(0xfffffffe)], {},
                     ["impossible PM timer port", LISTED]),
    "timer-is-a-counter": ([MADT, acpi.fadt(0x40)], {},
                           ["by the PIT", LISTED]),
    "fadt-short": ([MADT, acpi.fadt(0x608, body=45)], {}, [LISTED]),
    "dmar-short": ([MADT, acpi.table(b"DMAR", b"")], {},
                   ["DMAR: impossible length", LISTED]),
}

LINES = ("=", "===", "run", "run=", "run==tests", "RUN=tests", "run=tests,rows",
         "seed=99999999999999999999", "seed=-1", "seed=0x", "mem=1Q",
         "threads=0", "threads=65", "threads=" + "1," * 40 + "1",
         "strategy=" + "held," * 100, "x" * 1100, "%s%n%x=1", "\x7f=1",
         "nosmp=1", "nosmp nosmp")


@pytest.mark.rare
@pytest.mark.takes(10)
@pytest.mark.parametrize("case", CASES)
def test_tables(case, boot, out):
    """It says what is wrong, and uses what is right."""
    tables, told, said = CASES[case]
    options = acpi.write(out, tables, **told)
    booted = boot("--timeout", "100", "--cpus", CPUS, "--mem", "64M",
                  f"--qemu={shlex.join(['-smp', '2,sockets=2', *options])}",
                  "--", "run=rows", "workload=empty")
    assert booted.status == 0
    for text in said:
        assert text in booted.console


@pytest.mark.rare
@pytest.mark.takes(5)
@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_command_line(line, boot):
    """It is refused in one line, which repeats it."""
    booted = boot("--timeout", "60", "--cpus", "1", "--mem", "64M", "--",
                  line)
    assert booted.status == 3
    assert "bad parameter: " in booted.console
