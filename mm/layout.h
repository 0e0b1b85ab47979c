/* SPDX-License-Identifier: MIT */
/*
 * layout.h - what mm/ must know about the machine's address space. The explorer
 * replaces this header: tests/explore/shadow/.
 */
#ifndef MM_LAYOUT_H
#define MM_LAYOUT_H

#include "arch/paging.h"

/* The address of a low frame in the direct map. */
static inline void *direct_map_address(u32 pfn)
{
	return phys_to_virt(pfn << 12);
}

#endif
