/* SPDX-License-Identifier: MIT */
/*
 * memory.h - from the loader's memory map to a running page allocator.
 */
#ifndef BOOT_MEMORY_H
#define BOOT_MEMORY_H

#include "boot/boot_info.h"
#include "job/params.h"

/*
 * Decide what is RAM and where low memory ends, and switch to the kernel's own
 * page tables. Prints what is left out and why. Boot CPU, once.
 */
void memory_init(struct boot_info *info, const struct params *params);

/* Check the RAM above 4 GiB, and give all that is left to the allocator. After
 * that, firmware tables in RAM may be overwritten. */
void memory_hand_over(void);

/* Is any of these bytes RAM, according to the loader? Then no device is there.
 * After memory_init(). */
bool memory_is_ram(u64 phys, u32 bytes);

/* All RAM, according to the loader, in use or not. After memory_init(). */
const struct memmap *memory_map(void);

/* RAM that is used, in KiB. */
u64 memory_kib(void);

/* A page below 1 MiB for other CPUs to start in: its physical address. */
u32 memory_startup_page(void);

#endif
