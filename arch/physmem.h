/* SPDX-License-Identifier: MIT */
/*
 * physmem.h - map any physical address for a moment: for firmware tables, and
 * for RAM beyond the direct map while there is nothing better.
 */
#ifndef ARCH_PHYSMEM_H
#define ARCH_PHYSMEM_H

#include "lib/types.h"

#define PHYS_WINDOW_MAX (64 * KiB)

/*
 * The `len` bytes at `phys`, until the next call. NULL if that is more than
 * PHYS_WINDOW_MAX bytes, or beyond what this CPU can address. Boot CPU, paging
 * on, while it is alone.
 */
void *phys_window(u64 phys, u32 len);

/* Write all caches back to memory and empty them. Any context. */
void write_back_caches(void);

#endif
