/* SPDX-License-Identifier: MIT */
/*
 * layout.h - what mm/ must know of the machine's address space. (One of the few
 * headers that the explorer has its own version of.)
 */
#ifndef MM_LAYOUT_H
#define MM_LAYOUT_H

#include "arch/paging.h"

/* Where the direct map has a low frame. */
static inline void *direct_map_address(u32 pfn)
{
	return phys_to_virt(pfn << 12);
}

#endif
