/* SPDX-License-Identifier: MIT */
/* memblock.c - see memblock.h */
#include "mm/memblock.h"

#include "smp/spinlock.h"

static DEFINE_SPINLOCK(memblock_lock);
static struct memmap free_ram[NR_ZONES]; /* under memblock_lock */

void memblock_init(const struct memmap *ram, u32 low_end)
{
	free_ram[ZONE_LOW] = *ram;
	memmap_limit(&free_ram[ZONE_LOW], low_end);
	free_ram[ZONE_HIGH] = *ram;
	memmap_remove(&free_ram[ZONE_HIGH], 0, low_end);
}

struct page *memblock_alloc_from(enum zone_index zone, u32 count, u32 min_pfn)
{
	bool were_on = spin_lock_irqsave(&memblock_lock);
	u64 at = memmap_take(&free_ram[zone], (u64)count << PAGE_SHIFT,
			     PAGE_SIZE, (u64)min_pfn << PAGE_SHIFT, UINT64_MAX,
			     MEMMAP_LOWEST);

	spin_unlock_irqrestore(&memblock_lock, were_on);
	return at ? pfn_to_page((u32)(at >> PAGE_SHIFT)) : NULL;
}

u32 memblock_nr_free(enum zone_index zone)
{
	bool were_on = spin_lock_irqsave(&memblock_lock);
	u64 bytes = memmap_bytes(&free_ram[zone]);

	spin_unlock_irqrestore(&memblock_lock, were_on);
	return (u32)(bytes >> PAGE_SHIFT);
}
