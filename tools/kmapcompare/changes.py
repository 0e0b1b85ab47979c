# SPDX-License-Identifier: MIT
"""changes.py - what is different in the sources of the Linux that is compared.

A change says where it applies by the shape of the code, not by line: no text of
Linux is kept here. If it does not apply as often as it should, this is not the
Linux that it was made for, and nothing is built.
"""
import re
from dataclasses import dataclass


class DoesNotApply(Exception):
    """Says which change, and in which file."""


@dataclass(frozen=True)
class Change:
    """In that file: every match of `pattern` becomes `replacement`."""
    file: str
    pattern: str      # of whole lines
    replacement: str
    times: int        # how many matches there are

    def applied(self, text):
        """The text with the change made."""
        text, times = re.subn(self.pattern, self.replacement, text,
                              flags=re.MULTILINE)
        if times != self.times:
            raise DoesNotApply(f"{self.file}: {times} places for a change "
                               f"that is for {self.times}: {self.pattern}")
        return text


# While CPUs take turns, a turn ends at PAUSE: two loops that wait for a CPU to
# come up would never let it run. Nothing that is measured runs here.
BOOT = Change("arch/x86/kernel/smpboot.c", r"^(\t+)(schedule\(\);)$",
              r"\1cpu_relax();\n\1\2", 2)
# What the patch proposed in 2024 does: the lock is not held during the flush.
DROPPED = Change("mm/highmem.c",
                 r"^(\t)(if \(need_flush\))\n(\t\tflush_tlb_\w+\(.*\);)$",
                 r"\1\2 {\n\1\tunlock_kmap();\n\3\n\1\tlock_kmap();\n\1}", 1)
# The lock as it is where interrupt handlers may look a page up, on ARM:
# interrupts are off while it is held and while it is waited for.
IRQ = Change("mm/highmem.c",
             r"^(#define (un)?lock_kmap\(\)\s+spin_(un)?lock)(\()",
             r"\1_irq\4", 2)
# The changes of each kind of kernel.
KINDS = {"released": (BOOT,), "dropped": (BOOT, DROPPED),
         "irq": (BOOT, IRQ), "dropped-irq": (BOOT, DROPPED, IRQ)}
FILES = tuple(dict.fromkeys(change.file for change in (BOOT, DROPPED, IRQ)))
