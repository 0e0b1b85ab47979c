/* SPDX-License-Identifier: MIT */
/*
 * memblock.h - the allocator of page frames.
 *
 * It is like Linux's allocator of that name, which serves the kernel while it
 * boots: its only data is the map of free RAM, and an allocation cuts a piece
 * off that map. Frames are never given back.
 *
 * What is not in the map at the start (devices, firmware tables, modules, the
 * kernel) is never handed out.
 */
#ifndef MM_MEMBLOCK_H
#define MM_MEMBLOCK_H

#include "mm/memmap.h"
#include "mm/page.h"

enum zone_index {
	ZONE_LOW,  /* in the direct map */
	ZONE_HIGH, /* above it */
	NR_ZONES
};

/*
 * All of `ram` is free; what lies below low_end (bytes) is ZONE_LOW. The map
 * consists of whole pages that mem_map describes. Boot CPU, once.
 */
void memblock_init(const struct memmap *ram, u32 low_end);

/*
 * `count` frames in a row: the lowest free ones at or above min_pfn, or NULL.
 * They may contain anything. The time is linear in the number of ranges of the
 * map. Any context but NMI.
 */
struct page *memblock_alloc_from(enum zone_index zone, u32 count, u32 min_pfn);

/* The same, anywhere in the zone. */
static inline struct page *memblock_alloc(enum zone_index zone, u32 count)
{
	return memblock_alloc_from(zone, count, 0);
}

/* Frames left in a zone, in a row or not. Any context but NMI. */
u32 memblock_nr_free(enum zone_index zone);

#endif
