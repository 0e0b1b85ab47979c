/* SPDX-License-Identifier: MIT */
/* page_alloc.c - see page_alloc.h */
#include "mm/page_alloc.h"

#include "arch/paging.h"
#include "arch/panic.h"
#include "lib/string.h"
#include "smp/printk.h"
#include "smp/spinlock.h"

static spinlock_t zone_lock = SPINLOCK_INIT("zone_lock");
static struct zone zones[NR_ZONES];

/*
 * Room for mem_map at the top of low memory, where it splits the least; 0 if
 * there is none.
 */
static u64 find_room(const struct memmap *ram, u32 low_end, u64 bytes)
{
	return memmap_find(ram, bytes, PAGE_SIZE, MiB, low_end, MEMMAP_HIGHEST);
}

/* Place mem_map, giving up RAM from the top until it fits. */
static void place_mem_map(struct memmap *ram, u32 low_end)
{
	u64 end = memmap_end(ram);
	u64 left_out = 0;
	u64 bytes;
	u64 at;

	for (;;) {
		bytes = ALIGN_UP((end >> PAGE_SHIFT) * sizeof(struct page),
				 (u64)PAGE_SIZE);
		at = find_room(ram, low_end, bytes);
		if (at)
			break;
		end = ALIGN_DOWN(end - end / 8, (u64)PAGE_SIZE);
		if (end < low_end)
			panic("no low memory for the page array");
		left_out += memmap_limit(ram, end);
	}
	if (left_out)
		printk("%llu MiB of RAM are left out: the array that "
		       "describes them does not fit into low memory\n",
		       left_out / MiB);
	memmap_remove(ram, at, bytes);
	max_pfn = (u32)(end >> PAGE_SHIFT);
	mem_map = phys_to_virt((u32)at);
	memset(mem_map, 0, (size_t)bytes);
}

static void init_zone(enum zone_index index, const char *name, u32 start,
		      u32 end)
{
	buddy_init_zone(&zones[index], index, start, end);
	zones[index].name = name;
}

static void hand_over(u64 start, u64 end)
{
	enum buddy_error error;

	if (start >= end)
		return;
	error = buddy_free_range((u32)(start >> PAGE_SHIFT),
				 (u32)(end >> PAGE_SHIFT));
	if (error)
		panic("the memory map has frames twice: %s",
		      buddy_strerror(error));
}

void page_alloc_init(struct memmap *ram, u32 low_end)
{
	u32 low_pfns = low_end >> PAGE_SHIFT;

	memmap_align(ram);
	place_mem_map(ram, low_end);
	low_pfns = min(low_pfns, max_pfn);
	init_zone(ZONE_LOW, "low", 0, low_pfns);
	init_zone(ZONE_HIGH, "high", low_pfns, max_pfn);
	for (unsigned int i = 0; i < ram->count; i++) {
		const struct mem_range *range = &ram->ram[i];

		hand_over(range->start, min(range->end, (u64)low_end));
		hand_over(max(range->start, (u64)low_end), range->end);
	}
}

static struct page *locked_alloc(enum zone_index zone, unsigned int order,
				 u32 min_pfn)
{
	bool were_on = spin_lock_irqsave(&zone_lock);
	u32 pfn = min_pfn ? buddy_alloc_from(&zones[zone], order, min_pfn)
			  : buddy_alloc(&zones[zone], order);

	spin_unlock_irqrestore(&zone_lock, were_on);
	return pfn == PFN_NONE ? NULL : pfn_to_page(pfn);
}

struct page *alloc_pages(enum zone_index zone, unsigned int order)
{
	return locked_alloc(zone, order, 0);
}

struct page *alloc_pages_from(enum zone_index zone, unsigned int order,
			      u32 min_pfn)
{
	return locked_alloc(zone, order, min_pfn);
}

void free_pages(struct page *page, unsigned int order)
{
	bool were_on = spin_lock_irqsave(&zone_lock);
	enum buddy_error error = buddy_free(page_to_pfn(page), order);

	spin_unlock_irqrestore(&zone_lock, were_on);
	if (error)
		panic("frame %x freed: %s", page_to_pfn(page),
		      buddy_strerror(error));
}

u32 free_page_count(enum zone_index zone)
{
	return zones[zone].nr_free_pages;
}

u32 highmem_start_pfn(void)
{
	return zones[ZONE_HIGH].start_pfn;
}

const char *page_alloc_check(enum zone_index zone)
{
	bool were_on = spin_lock_irqsave(&zone_lock);
	const char *problem = buddy_check(&zones[zone]);

	spin_unlock_irqrestore(&zone_lock, were_on);
	return problem;
}
