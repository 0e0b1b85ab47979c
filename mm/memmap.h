/* SPDX-License-Identifier: MIT */
/*
 * memmap.h - which physical memory is RAM that may be used.
 *
 * Pure bookkeeping, filled at boot from the firmware's map. First all RAM is
 * added; ranges may come in any order and may overlap. Then everything that
 * must not be touched is removed. So memory that is both counts as reserved,
 * however the firmware has sorted its map. No locks: the caller is alone, or
 * holds a lock that covers the map.
 *
 * Addresses and sizes are physical, in bytes. A range whose length wraps around
 * 2^64 is cut there.
 */
#ifndef MM_MEMMAP_H
#define MM_MEMMAP_H

#include "lib/types.h"

#define MEMMAP_MAX 128

/* From start up to, not including, end. */
struct mem_range {
	u64 start;
	u64 end;
};

/*
 * Invariants, between calls: ram[0 .. count - 1] are not empty, ascend, and
 * neither overlap nor touch. All zero is an empty map.
 */
struct memmap {
	struct mem_range ram[MEMMAP_MAX];
	unsigned int count;
	bool overflowed; /* it had more ranges: the smallest were dropped, so
			    all that is listed is RAM, but not all RAM listed */
};

enum memmap_fit {
	MEMMAP_LOWEST,
	MEMMAP_HIGHEST,
};

/* `len` bytes from `start` are RAM. */
void memmap_add_ram(struct memmap *map, u64 start, u64 len);

/* `len` bytes from `start` must not be used. Valid for what is in the map. */
void memmap_remove(struct memmap *map, u64 start, u64 len);

/*
 * Drop all RAM at max_address and above: for mem= (as in Linux on x86), or for
 * the width of the CPU's addresses. Returns how many bytes of RAM that is.
 */
u64 memmap_limit(struct memmap *map, u64 max_address);

/* Shrink each range to whole 4 KiB pages; drop those that hold none. */
void memmap_align(struct memmap *map);

/*
 * Find room for `size` bytes at a multiple of `align`, a power of two: in one
 * range, and from min_address up to, but not including, max_address. It is the
 * lowest or the highest such place. Nothing is taken out of the map.
 *
 * Returns its address, or 0 if there is no room or size is 0. Address 0 is
 * never returned as a place.
 */
u64 memmap_find(const struct memmap *map, u64 size, u64 align, u64 min_address,
		u64 max_address, enum memmap_fit fit);

/* The same, and the place is taken out of the map. */
u64 memmap_take(struct memmap *map, u64 size, u64 align, u64 min_address,
		u64 max_address, enum memmap_fit fit);

/* Bytes of RAM in the map. */
u64 memmap_bytes(const struct memmap *map);

/* First address above all RAM; 0 if there is none. */
u64 memmap_end(const struct memmap *map);

#endif
