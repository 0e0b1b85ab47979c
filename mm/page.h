/* SPDX-License-Identifier: MIT */
/*
 * page.h - page frames and the array that describes them.
 *
 * Names as in Linux: a pfn is a page frame number, mem_map[pfn] its struct
 * page. Frames below the end of the direct map are "low", the others "high".
 */
#ifndef MM_PAGE_H
#define MM_PAGE_H

#include "arch/machine.h"
#include "arch/page.h"

/*
 * There is one for every frame up to the highest, RAM or not. 64 GiB have 16
 * million frames, so it must be small. What is free is in the map of
 * mm/memblock.c instead.
 */
struct page {
	SHARED(unsigned long) kmap_address; /* in the pkmap window; or 0 */
};

_Static_assert(sizeof(void *) != 4 || sizeof(struct page) <= 16,
	       "struct page must stay within 16 bytes");

extern struct page *mem_map; /* mem_map[0 .. max_pfn - 1] */
extern u32 max_pfn;
extern u32 highstart_pfn; /* the first that is not in the direct map */

static inline u32 page_to_pfn(const struct page *page)
{
	return (u32)(page - mem_map);
}

static inline struct page *pfn_to_page(u32 pfn)
{
	return &mem_map[pfn];
}

#endif
