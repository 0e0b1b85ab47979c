/* SPDX-License-Identifier: MIT */
/*
 * firmware.h - ask the firmware about CPUs and interrupt controllers: ACPI
 * first, then MP tables.
 */
#ifndef BOOT_FIRMWARE_H
#define BOOT_FIRMWARE_H

#include "arch/x86/firmware/firmware.h"

/*
 * Read the tables, and print what is wrong with them. With acpi false, ACPI
 * tables are ignored. rsdp is where the boot loader says that their root is, a
 * physical address, or 0. If no table is good, the list is empty. Boot CPU,
 * once, after paging_init(), and before the RAM that may hold tables is handed
 * to the allocator.
 */
void firmware_read(bool acpi, u64 rsdp);

/* What was read. */
const struct firmware_cpus *firmware_cpus(void);

/* Physical address of the local APICs' registers. */
u64 firmware_lapic_address(void);

/* True on the Bochs emulator. */
bool firmware_is_bochs(void);

#endif
