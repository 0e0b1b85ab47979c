/* SPDX-License-Identifier: MIT */
/* test_memory.c - the page allocator on the real memory map. */
#include "arch/cpu_info.h"
#include "arch/paging.h"
#include "job/test.h"
#include "mm/kmap_local.h"
#include "oracle/testframes.h"
#include "smp/thread.h"

#define TAKERS   2
#define TAKEN    256 /* frames by each of them */
#define PATIENCE 1000000
#define JOIN_MS  10000
#define GIB_4    (1u << 20) /* its frame number */

extern const char image_start[], image_end[]; /* linker.ld */

static struct page *taken[TAKERS][TAKEN];
static SHARED(u32) ready;

static void take_frames(void *arg)
{
	struct page **mine = taken[(u32)arg];

	fetch_add(ready, 1);
	for (int i = 0; i < PATIENCE && READ_ONCE(ready) < TAKERS; i++)
		cpu_relax();
	for (u32 i = 0; i < TAKEN; i++)
		mine[i] = memblock_alloc(ZONE_HIGH, 1);
}

static bool take_at_once(void)
{
	struct thread *t[TAKERS];
	bool done = true;

	WRITE_ONCE(ready, 0);
	for (u32 i = 0; i < TAKERS; i++)
		t[i] = thread_create("taker", i, take_frames, (void *)i);
	for (u32 i = 0; i < TAKERS; i++)
		done = t[i] && thread_join(t[i], JOIN_MS) && done;
	return done;
}

/* The first word of a frame that was taken. */
static volatile u32 *map_taken(u32 i)
{
	return kmap_local_page(taken[i / TAKEN][i % TAKEN]);
}

static bool are_high(void)
{
	for (u32 i = 0; i < TAKERS * TAKEN; i++) {
		const struct page *page = taken[i / TAKEN][i % TAKEN];

		if (!page || page_to_pfn(page) < highstart_pfn ||
		    page_to_pfn(page) >= max_pfn)
			return false;
	}
	return true;
}

/* Each holds a number of its own: so each is RAM, and used only once. */
static bool are_different(void)
{
	bool good = true;

	for (u32 i = 0; i < TAKERS * TAKEN; i++) {
		volatile u32 *at = map_taken(i);

		*at = i;
		kunmap_local((void *)at);
	}
	for (u32 i = 0; i < TAKERS * TAKEN; i++) {
		volatile u32 *at = map_taken(i);

		good = *at == i && good;
		kunmap_local((void *)at);
	}
	return good;
}

KERNEL_TEST(two_cpus_never_get_the_same_frame, TAKERS)
{
	u32 before = memblock_nr_free(ZONE_HIGH);

	if (before < TAKERS * TAKEN) {
		test_skip("too little high memory is left");
		return;
	}
	EXPECT(take_at_once());
	EXPECT(memblock_nr_free(ZONE_HIGH) == before - TAKERS * TAKEN);
	if (are_high())
		EXPECT(are_different());
	else
		EXPECT(!"they are frames of high memory");
}

KERNEL_TEST(memory_that_does_not_exist_is_not_allocated, 1)
{
	for (enum zone_index zone = ZONE_LOW; zone < NR_ZONES; zone++) {
		u32 before = memblock_nr_free(zone);

		EXPECT(before <= max_pfn);
		EXPECT(!memblock_alloc(zone, before + 1));
		EXPECT(!memblock_alloc_from(zone, 1, max_pfn));
		EXPECT(memblock_nr_free(zone) == before);
	}
}

/* Does the allocator leave this part of low memory alone? */
static bool is_in_use(const void *start, const void *end)
{
	u32 first = virt_to_phys(start) >> PAGE_SHIFT;
	u32 last = (virt_to_phys(end) - 1) >> PAGE_SHIFT;
	struct page *page = memblock_alloc_from(ZONE_LOW, 1, first);

	return !page || page_to_pfn(page) > last;
}

KERNEL_TEST(memory_in_use_is_not_allocated, 1)
{
	EXPECT(is_in_use(image_start, image_end));
	EXPECT(is_in_use(mem_map, mem_map + max_pfn));
}

KERNEL_TEST(zones_are_where_they_should_be, 1)
{
	struct page *low = memblock_alloc(ZONE_LOW, 1);
	struct page *high = memblock_alloc(ZONE_HIGH, 1);

	EXPECT(low && page_to_pfn(low) < highstart_pfn);
	EXPECT(high && page_to_pfn(high) >= highstart_pfn);
	EXPECT((u64)max_pfn << PAGE_SHIFT <= 1ull << cpu_features.phys_bits);
	EXPECT(page_address(low) ==
	       (void *)(PAGE_OFFSET + (page_to_pfn(low) << PAGE_SHIFT)));
	EXPECT(!page_address(high));
}

/* A frame there holds what is written to it. */
KERNEL_TEST(memory_above_4_gib_is_reached, 1)
{
	struct page *page = memblock_alloc_from(ZONE_HIGH, 1, GIB_4);
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
		low = low || pfn < GIB_4;
		high = high || pfn >= GIB_4;
	}
	/* Both sides of 4 GiB, where the machine has both */
	EXPECT(low);
	EXPECT(high == (max_pfn > GIB_4));
}
