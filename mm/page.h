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

#define PAGE_SHIFT 12
#define PAGE_SIZE  (1ul << PAGE_SHIFT)
#define PAGE_MASK  (~(PAGE_SIZE - 1))

#define PFN_NONE 0xffffffffu /* no frame: end of a free list */

/* page->state */
enum page_state {
	PAGE_RESERVED,  /* firmware's, the kernel's, or no RAM at all */
	PAGE_FREE_HEAD, /* first frame of a free block of 2^order frames */
	PAGE_FREE_TAIL, /* inside a free block */
	PAGE_USED_HEAD, /* first frame of an allocated block */
	PAGE_USED_TAIL, /* inside an allocated block */
};

/*
 * One for every frame up to the highest, 64 GiB at most, so it must be small:
 * 16 bytes on the 32-bit machine.
 */
struct page {
	SHARED(unsigned long) kmap_address; /* in the pkmap window; or 0 */
	u32 next; /* free list links, pfns; valid in PAGE_FREE_HEAD only */
	u32 prev;
	u8 state; /* enum page_state */
	u8 order; /* of the block, in a head */
	u8 zone;  /* enum zone_index */
	u8 pad;
};

_Static_assert(sizeof(void *) != 4 || sizeof(struct page) <= 16,
	       "struct page must stay within 16 bytes");

extern struct page *mem_map; /* mem_map[0 .. max_pfn - 1] */
extern u32 max_pfn;

static inline u32 page_to_pfn(const struct page *page)
{
	return (u32)(page - mem_map);
}

static inline struct page *pfn_to_page(u32 pfn)
{
	return &mem_map[pfn];
}

#endif
