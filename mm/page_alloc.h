/* SPDX-License-Identifier: MIT */
/*
 * page_alloc.h - page frames for everybody: the buddy allocator behind a lock.
 */
#ifndef MM_PAGE_ALLOC_H
#define MM_PAGE_ALLOC_H

#include "mm/buddy.h"
#include "mm/memmap.h"

/*
 * Describe all frames of `ram` in mem_map and hand them over. Frames below
 * low_end (bytes) are ZONE_LOW. mem_map lies in low memory: where that is too
 * small for it, RAM at the top is left out and said so. Boot CPU, once.
 */
void page_alloc_init(struct memmap *ram, u32 low_end);

/*
 * 2^order frames in a row, or NULL. Their contents are anything. Any context
 * but NMI.
 */
struct page *alloc_pages(enum zone_index zone, unsigned int order);

/* The same, at or above a frame number: linear in the free blocks below. */
struct page *alloc_pages_from(enum zone_index zone, unsigned int order,
			      u32 min_pfn);

/* Give them back, as they were got; panics when they were not. */
void free_pages(struct page *page, unsigned int order);

u32 free_page_count(enum zone_index zone);

/* First frame that is not in the direct map. */
u32 highmem_start_pfn(void);

/* For tests: what is wrong with a zone, or NULL. */
const char *page_alloc_check(enum zone_index zone);

#endif
