/* SPDX-License-Identifier: MIT */
/* mem_map.c - see mem_map.h */
#include "mm/mem_map.h"

#include "arch/panic.h"
#include "lib/string.h"
#include "mm/layout.h"
#include "mm/page.h"
#include "smp/printk.h"

struct page *mem_map __read_mostly;
u32 max_pfn __read_mostly;
u32 highstart_pfn __read_mostly;

/* Bytes, in whole pages, to describe memory up to `end`. */
static u64 array_bytes(u64 end)
{
	return ALIGN_UP((end >> PAGE_SHIFT) * sizeof(struct page),
			(u64)PAGE_SIZE);
}

/*
 * Where the array that describes memory up to *end goes: at the top of low
 * memory, where it does not split it. Lowers *end until the array fits.
 */
static u64 find_room(struct memmap *ram, u32 low_end, u64 *end)
{
	for (;;) {
		u64 at = memmap_take(ram, array_bytes(*end), PAGE_SIZE, MiB,
				     low_end, MEMMAP_HIGHEST);

		if (at)
			return at;
		*end = ALIGN_DOWN(*end - *end / 8, (u64)PAGE_SIZE);
		if (*end < low_end)
			panic("no low memory for the page array");
	}
}

void mem_map_init(struct memmap *ram, u32 low_end)
{
	u64 end;
	u64 at;
	u64 left_out;

	memmap_align(ram);
	end = memmap_end(ram);
	at = find_room(ram, low_end, &end);
	left_out = memmap_limit(ram, end);
	if (left_out)
		printk("%llu MiB of RAM are left out: the array that "
		       "describes them does not fit into low memory\n",
		       left_out / MiB);
	max_pfn = (u32)(end >> PAGE_SHIFT);
	highstart_pfn = min(low_end >> PAGE_SHIFT, max_pfn);
	mem_map = direct_map_address((u32)(at >> PAGE_SHIFT));
	memset(mem_map, 0, (size_t)array_bytes(end));
}
