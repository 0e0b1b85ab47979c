/* SPDX-License-Identifier: MIT */
/*
 * memblock.h - page frames for everybody, out of the sanitised memory map.
 *
 * Like Linux's allocator of that name, which serves the kernel while it boots:
 * the map of free RAM is all there is to know, and an allocation is a piece cut
 * from it. Nothing here gives frames back, so there is nothing to take them
 * back.
 *
 * What is not in the map that it starts with (devices, firmware's tables,
 * modules, the kernel) is never handed out.
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
 * `count` frames in a row, the lowest that there are at or above min_pfn; or
 * NULL. Their contents are anything. Takes time linear in the map's ranges. Any
 * context but NMI.
 */
struct page *memblock_alloc_from(enum zone_index zone, u32 count, u32 min_pfn);

/* The same, wherever in the zone. */
static inline struct page *memblock_alloc(enum zone_index zone, u32 count)
{
	return memblock_alloc_from(zone, count, 0);
}

/* Frames left in a zone, in a row or not. Any context but NMI. */
u32 memblock_nr_free(enum zone_index zone);

#endif
