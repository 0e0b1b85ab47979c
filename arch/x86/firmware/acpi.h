/* SPDX-License-Identifier: MIT */
/*
 * acpi.h - CPUs, I/O APICs and the PM timer from the ACPI tables.
 *
 * Follows the ACPI specification 6.5: RSDP 5.2.5, RSDT 5.2.7, XSDT 5.2.8,
 * FADT 5.2.9, MADT 5.2.12. No AML, no other table.
 *
 * Bounds: a table longer than 64 KiB, or an RSDP longer than 4 KiB, is not
 * used; nor is one whose checksum is wrong, or that cannot be read completely.
 */
#ifndef ARCH_X86_FIRMWARE_ACPI_H
#define ARCH_X86_FIRMWARE_ACPI_H

#include "arch/x86/firmware/firmware.h"

/*
 * Take the RSDP that the boot loader has passed on, or if there is none, or a
 * bad one, look for it where a PC BIOS leaves it: the first KiB of the EBDA and
 * 0xE0000 to 0xFFFFF. Read what it leads to.
 *
 * r         access to physical memory
 * rsdp      address of the one that was passed on, or 0
 * out       cleared, then filled
 * why       text of at most why_size bytes, NUL included: what was wrong, as
 *           "TABLE: problem; TABLE: problem"; empty if nothing was. May be
 *           non-empty on success: what was worked around.
 *
 * The XSDT is preferred. The RSDT is used if there is no XSDT, or if that leads
 * to no usable MADT. The MADT must list an enabled CPU. An entry that makes no
 * sense ends the MADT; the entries before it count.
 *
 * Returns whether out lists an enabled CPU. If it does not, use none of its
 * CPUs and I/O APICs; PM timer and OEM name are valid if they are there. Any
 * context.
 */
bool acpi_find_cpus(const struct phys_reader *r, u64 rsdp,
		    struct firmware_cpus *out, char *why, size_t why_size);

#endif
