/* SPDX-License-Identifier: MIT */
/*
 * mptable.h - CPUs and I/O APICs from the MP tables, for machines without ACPI.
 *
 * Follows the Intel MultiProcessor Specification 1.4: floating pointer 4.1,
 * configuration table 4.2 and 4.3, default configurations 5.
 */
#ifndef ARCH_X86_FIRMWARE_MPTABLE_H
#define ARCH_X86_FIRMWARE_MPTABLE_H

#include "arch/x86/firmware/firmware.h"

/*
 * Look for the MP floating pointer in the first KiB of the EBDA, the last KiB
 * of base memory and 0xF0000 to 0xFFFFF, and read the configuration table it
 * names, or the default configuration it stands for (two CPUs, one I/O APIC).
 *
 * r         access to physical memory
 * out       cleared, then filled; no PM timer here, and gsi_base is always 0
 * why       text of at most why_size bytes, NUL included: what was wrong, as
 *           "TABLE: problem; TABLE: problem"; empty if nothing was. May be
 *           non-empty on success: what was worked around.
 *
 * An entry that is unknown or cut off ends the table; the entries before it
 * count. Most BIOSes do not list hyperthreads, and some not even all cores, so
 * prefer ACPI.
 *
 * Returns whether out lists an enabled CPU. Any context.
 */
bool mptable_find_cpus(const struct phys_reader *r, struct firmware_cpus *out,
		       char *why, size_t why_size);

#endif
