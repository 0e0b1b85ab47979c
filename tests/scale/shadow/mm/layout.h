/* SPDX-License-Identifier: MIT */
/*
 * layout.h - instead of mm/layout.h: the address space of the simulated machine
 * with caches. The window is as large as the kernel's; all memory is high.
 */
#ifndef MM_LAYOUT_H
#define MM_LAYOUT_H

#include "arch/pte.h"

#define PKMAP_BASE       0xfe000000ul
#define PKMAP_SLOTS_MAX  512
#define KMAP_LOCAL_BASE  0xfe400000ul
#define KMAP_LOCAL_SLOTS 16

/* frames.c: of the window only. */
struct pte *pte_of(unsigned long vaddr);

static inline u64 kernel_page_flags(void)
{
	return PTE_PRESENT | PTE_WRITE;
}

static inline void *direct_map_address(u32 pfn)
{
	(void)pfn;
	return NULL; /* there is no low memory */
}

#endif
