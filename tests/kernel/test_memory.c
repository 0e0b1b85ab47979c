/* SPDX-License-Identifier: MIT */
/* test_memory.c - the page allocator on the real memory map. */
#include "arch/cpu_info.h"
#include "job/test.h"
#include "lib/prng.h"
#include "mm/kmap_local.h"
#include "oracle/testframes.h"

#define BLOCKS 200

KERNEL_TEST(allocator_gives_and_takes, 1)
{
	static struct page *block[BLOCKS];
	static unsigned int order[BLOCKS];
	u32 before = free_page_count(ZONE_HIGH);
	struct prng random;

	prng_seed(&random, 1);
	for (int i = 0; i < BLOCKS; i++) {
		order[i] = prng_below(&random, 5);
		block[i] = alloc_pages(ZONE_HIGH, order[i]);
		EXPECT(block[i]);
		if (!block[i])
			return;
		EXPECT(page_to_pfn(block[i]) % (1u << order[i]) == 0);
	}
	EXPECT(!page_alloc_check(ZONE_HIGH));
	for (int i = 0; i < BLOCKS; i++)
		free_pages(block[i], order[i]);
	EXPECT(free_page_count(ZONE_HIGH) == before);
	EXPECT(!page_alloc_check(ZONE_HIGH));
}

KERNEL_TEST(zones_are_where_they_should_be, 1)
{
	struct page *low = alloc_pages(ZONE_LOW, 0);
	struct page *high = alloc_pages(ZONE_HIGH, 0);

	EXPECT(low && page_to_pfn(low) < highmem_start_pfn());
	EXPECT(high && page_to_pfn(high) >= highmem_start_pfn());
	EXPECT((u64)max_pfn << PAGE_SHIFT <= 1ull << cpu_info().phys_bits);
	EXPECT(page_address(low) ==
	       (void *)(PAGE_OFFSET + (page_to_pfn(low) << PAGE_SHIFT)));
	EXPECT(!page_address(high));
	free_pages(low, 0);
	free_pages(high, 0);
}

/* The highest frame there is holds what is written to it. */
KERNEL_TEST(memory_above_4_gib_is_reached, 1)
{
	struct page *page = alloc_pages_from(ZONE_HIGH, 0, 1u << 20);
	volatile u32 *at;

	if (!page) {
		test_skip("no RAM above 4 GiB");
		return;
	}
	at = kmap_local_page(page);
	*at = 0x12345678;
	EXPECT(*at == 0x12345678);
	kunmap_local((void *)at);
	at = kmap_local_page(page);
	EXPECT(*at == 0x12345678);
	kunmap_local((void *)at);
	free_pages(page, 0);
}

KERNEL_TEST(test_frames_have_tags, 1)
{
	bool low = false;
	bool high = false;

	EXPECT(test_frames_count() > 0);
	for (u32 i = 0; i < test_frames_count(); i++) {
		u32 pfn = page_to_pfn(test_frame_page(i));

		EXPECT(test_frame_alias(i)->magic == TAG_MAGIC);
		EXPECT(test_frame_alias(i)[FRAME_LINES - 1].pfn == pfn);
		low = low || pfn < 1u << 20;
		high = high || pfn >= 1u << 20;
	}
	/* Both sides of 4 GiB, where the machine has both */
	EXPECT(low);
	EXPECT(high == (max_pfn > 1u << 20));
}
