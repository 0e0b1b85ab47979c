/* SPDX-License-Identifier: MIT */
/*
 * physmem.h - look at any physical address, for a moment: firmware tables, and
 * RAM beyond the direct map before there is anything better.
 */
#ifndef ARCH_PHYSMEM_H
#define ARCH_PHYSMEM_H

#include "lib/types.h"

#define PHYS_WINDOW_MAX (64 * KiB)

/*
 * `len` bytes at `phys`, until the next call. NULL for more than
 * PHYS_WINDOW_MAX bytes, or what this CPU cannot address. Boot CPU, paging on,
 * while it is alone.
 */
void *phys_window(u64 phys, u32 len);

/* Write all caches back to memory and empty them. Any context. */
void write_back_caches(void);

#endif
