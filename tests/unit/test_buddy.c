/* SPDX-License-Identifier: MIT */
/*
 * test_buddy.c - the buddy allocator against a reference that knows who owns
 * each frame; every bad call; and buddy_check() against planted damage.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "lib/prng.h"
#include "mm/buddy.h"

/*
 * Two zones with odd ends, one with a hole. 2992 and 3000 would be buddies, if
 * they were in one zone.
 */
#define LOW_START  13u
#define HOLE       1500u
#define HOLE_END   1537u
#define LOW_END    3000u
#define HIGH_END   6001u
#define MAX_PFN    6050u
#define LOW_PAGES  (LOW_END - LOW_START - (HOLE_END - HOLE))
#define HIGH_PAGES (HIGH_END - LOW_END)

#define RESERVED -1
#define FREE     0

static struct zone low, high;

/* What each frame is: RESERVED, FREE, or the number of the block it is in. */
static int owner[MAX_PFN];

static void give(u32 pfn, u32 count, int to)
{
	while (count--)
		owner[pfn++] = to;
}

static bool all_free(const struct zone *zone, u32 pfn, unsigned int order)
{
	u32 end = pfn + (1u << order);

	if (pfn < zone->start_pfn || end > zone->end_pfn)
		return false;
	while (pfn < end && owner[pfn] == FREE)
		pfn++;
	return pfn == end;
}

/*
 * A set of free frames falls into blocks in just one way: those that are not
 * part of a larger one. The lists must hold these.
 */
static void check_blocks(const struct zone *zone)
{
	u32 free_pages = 0;

	for (unsigned int order = 0; order <= BUDDY_MAX_ORDER; order++) {
		u32 size = 1u << order, expected = 0, listed = 0;

		for (u32 pfn = 0; pfn < MAX_PFN; pfn += size)
			expected += all_free(zone, pfn, order) &&
				    (order == BUDDY_MAX_ORDER ||
				     !all_free(zone, pfn & ~(2 * size - 1),
					       order + 1));
		for (u32 pfn = zone->free_head[order]; pfn != PFN_NONE;
		     pfn = pfn_to_page(pfn)->next) {
			assert_true(all_free(zone, pfn, order));
			listed++;
		}
		assert_int_equal(listed, expected);
		free_pages += listed * size;
	}
	assert_int_equal(zone->nr_free_pages, free_pages);
}

static void check_all(void)
{
	const char *wrong = buddy_check(&low);

	if (!wrong)
		wrong = buddy_check(&high);
	if (wrong)
		fail_msg("%s", wrong);
	check_blocks(&low);
	check_blocks(&high);
}

static int setup_reserved(void **state)
{
	(void)state;
	free(mem_map);
	/* Of exactly that size: the sanitizer sees a step beyond it. */
	mem_map = malloc(MAX_PFN * sizeof(*mem_map));
	memset(mem_map, 0x5a, MAX_PFN * sizeof(*mem_map));
	/* What is in no zone may carry the number of any. */
	mem_map[LOW_START - 1].zone = ZONE_LOW;
	mem_map[HIGH_END].zone = ZONE_HIGH;
	max_pfn = MAX_PFN;
	give(0, MAX_PFN, RESERVED);
	buddy_init_zone(&low, ZONE_LOW, LOW_START, LOW_END);
	buddy_init_zone(&high, ZONE_HIGH, LOW_END, HIGH_END);
	check_all();
	return 0;
}

static int setup(void **state)
{
	setup_reserved(state);
	assert_int_equal(buddy_free_range(LOW_START, HOLE), BUDDY_OK);
	/* One call may span both zones. */
	assert_int_equal(buddy_free_range(HOLE_END, HIGH_END), BUDDY_OK);
	give(LOW_START, HOLE - LOW_START, FREE);
	give(HOLE_END, HIGH_END - HOLE_END, FREE);
	assert_int_equal(low.nr_free_pages, LOW_PAGES);
	assert_int_equal(high.nr_free_pages, HIGH_PAGES);
	check_all();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(mem_map);
	mem_map = NULL;
	max_pfn = 0;
	return 0;
}

static void test_without_zones(void **state)
{
	(void)state;
	assert_int_equal(buddy_free(0, 0), BUDDY_NO_FRAME);
	assert_int_equal(buddy_free_range(0, 1), BUDDY_NO_FRAME);
	assert_int_equal(buddy_free_range(7, 7), BUDDY_OK);
	/* mem_map, but no zone in it. */
	max_pfn = 4;
	mem_map = calloc(max_pfn, sizeof(*mem_map));
	assert_int_equal(buddy_free(0, 0), BUDDY_NO_FRAME);
}

static void test_empty_zone(void **state)
{
	struct zone zone;

	(void)state;
	buddy_init_zone(&zone, ZONE_HIGH, MAX_PFN, MAX_PFN);
	assert_null(buddy_check(&zone));
	assert_int_equal(buddy_alloc(&zone, 0), PFN_NONE);
	assert_int_equal(buddy_alloc(&low, 0), PFN_NONE);
}

/* The order in which frames are handed over makes no difference. */
static void test_range_by_frames(void **state)
{
	static u32 order[MAX_PFN];
	struct prng prng;

	(void)state;
	prng_seed(&prng, 5);
	for (u32 i = LOW_START; i < HIGH_END; i++) {
		u32 j = LOW_START + prng_below(&prng, i - LOW_START + 1);

		order[i] = order[j];
		order[j] = i;
	}
	for (u32 i = LOW_START; i < HIGH_END; i++) {
		assert_int_equal(buddy_free_range(order[i], order[i] + 1),
				 BUDDY_OK);
		owner[order[i]] = FREE;
		if (i % 512 == 0)
			check_all();
	}
	check_all();
}

static void test_range_errors(void **state)
{
	u32 pfn;

	(void)state;
	/* All or nothing: good frames before the bad one stay reserved. */
	assert_int_equal(buddy_free_range(LOW_START - 1, 20), BUDDY_NO_FRAME);
	assert_int_equal(buddy_free_range(5000, HIGH_END + 1), BUDDY_NO_FRAME);
	assert_int_equal(buddy_free_range(5000, MAX_PFN + 1), BUDDY_NO_FRAME);
	assert_int_equal(buddy_free_range(5000, PFN_NONE), BUDDY_NO_FRAME);
	check_all();
	assert_int_equal(buddy_free_range(100, 200), BUDDY_OK);
	give(100, 100, FREE);
	assert_int_equal(buddy_free_range(50, 101), BUDDY_DOUBLE_FREE);
	assert_int_equal(buddy_free_range(199, 300), BUDDY_DOUBLE_FREE);
	check_all();
	pfn = buddy_alloc(&low, 5);
	give(pfn, 32, 1);
	assert_int_equal(buddy_free_range(pfn, pfn + 1), BUDDY_IN_USE);
	assert_int_equal(buddy_free_range(pfn + 31, pfn + 32), BUDDY_IN_USE);
	check_all();
}

static void test_free_errors(void **state)
{
	u32 pfn = buddy_alloc(&low, 3);

	(void)state;
	give(pfn, 8, 1);
	assert_int_equal(buddy_free(pfn, 2), BUDDY_WRONG_ORDER);
	assert_int_equal(buddy_free(pfn, 4), BUDDY_WRONG_ORDER);
	assert_int_equal(buddy_free(pfn, BUDDY_MAX_ORDER + 1), BUDDY_BAD_ORDER);
	assert_int_equal(buddy_free(pfn, UINT32_MAX), BUDDY_BAD_ORDER);
	for (u32 i = 1; i < 8; i++)
		assert_int_equal(buddy_free(pfn + i, 0), BUDDY_NOT_HEAD);
	assert_int_equal(buddy_free(HOLE, 0), BUDDY_RESERVED);
	assert_int_equal(buddy_free(LOW_START - 1, 0), BUDDY_NO_FRAME);
	assert_int_equal(buddy_free(HIGH_END, 0), BUDDY_NO_FRAME);
	assert_int_equal(buddy_free(MAX_PFN, 0), BUDDY_NO_FRAME);
	assert_int_equal(buddy_free(PFN_NONE, 0), BUDDY_NO_FRAME);
	check_all();
	assert_int_equal(buddy_free(pfn, 3), BUDDY_OK);
	give(pfn, 8, FREE);
	/* Merged away or a head of its own: free is free. */
	for (u32 i = 0; i < 8; i++)
		assert_int_equal(buddy_free(pfn + i, 3), BUDDY_DOUBLE_FREE);
	check_all();
}

static void test_error_texts(void **state)
{
	(void)state;
	for (int e = BUDDY_OK; e <= BUDDY_IN_USE; e++) {
		for (int other = BUDDY_OK; other < e; other++)
			assert_string_not_equal(buddy_strerror(e),
						buddy_strerror(other));
	}
	assert_string_equal(buddy_strerror(BUDDY_IN_USE + 1), "unknown");
}

static void test_impossible_orders(void **state)
{
	(void)state;
	for (unsigned int order = BUDDY_MAX_ORDER + 1; order < 70; order++)
		assert_int_equal(buddy_alloc(&low, order), PFN_NONE);
	assert_int_equal(buddy_alloc(&low, UINT32_MAX), PFN_NONE);
	check_all();
}

/* Take all there is, in blocks of one size; give it back every other first. */
static void exhaust(struct zone *zone, unsigned int order, u32 expected)
{
	static u32 taken[MAX_PFN];
	u32 count = 0, size = 1u << order, pfn;

	while ((pfn = buddy_alloc(zone, order)) != PFN_NONE) {
		assert_int_equal(pfn % size, 0);
		assert_true(all_free(zone, pfn, order));
		give(pfn, size, (int)count + 1);
		taken[count++] = pfn;
	}
	assert_int_equal(count, expected);
	check_all();
	for (u32 odd = 0; odd < 2; odd++) {
		for (u32 i = odd; i < count; i += 2) {
			assert_int_equal(buddy_free(taken[i], order), BUDDY_OK);
			give(taken[i], size, FREE);
		}
		check_all();
	}
}

static void test_exhaustion(void **state)
{
	(void)state;
	exhaust(&low, 0, LOW_PAGES);
	exhaust(&high, 0, HIGH_PAGES);
	/* Whole aligned blocks, counted by hand from the limits above. */
	exhaust(&low, 3, (1496 - 16) / 8 + (3000 - 1544) / 8);
	exhaust(&low, 9, 2);   /* 512 and 2048 */
	exhaust(&high, 10, 2); /* 3072 and 4096 */
}

/* Nothing large is left if every other frame is taken; all is, afterwards. */
static void test_fragmentation(void **state)
{
	(void)state;
	while (buddy_alloc(&high, 0) != PFN_NONE)
		;
	give(LOW_END, HIGH_PAGES, 1);
	for (u32 pfn = LOW_END; pfn < HIGH_END; pfn += 2) {
		assert_int_equal(buddy_free(pfn, 0), BUDDY_OK);
		owner[pfn] = FREE;
	}
	check_all();
	assert_int_equal(high.nr_free_pages, (HIGH_PAGES + 1) / 2);
	assert_int_equal(buddy_alloc(&high, 1), PFN_NONE);
	for (u32 pfn = HIGH_END - 2; pfn >= LOW_END; pfn -= 2) {
		assert_int_equal(buddy_free(pfn, 0), BUDDY_OK);
		owner[pfn] = FREE;
	}
	check_all();
	assert_true(buddy_alloc(&high, BUDDY_MAX_ORDER) != PFN_NONE);
}

/* 2992 and 3000, of order 3, differ in one bit but are in two zones. */
static void test_zones_do_not_merge(void **state)
{
	(void)state;
	assert_int_equal(buddy_free_range(2992, 3000), BUDDY_OK);
	assert_int_equal(buddy_free_range(3000, 3008), BUDDY_OK);
	give(2992, 16, FREE);
	check_all();
	assert_int_equal(low.free_head[3], 2992);
	assert_int_equal(high.free_head[3], 3000);
	assert_int_equal(buddy_alloc(&low, 4), PFN_NONE);
	assert_int_equal(buddy_alloc(&high, 4), PFN_NONE);
}

static bool exists_from(const struct zone *zone, unsigned int order, u32 from)
{
	u32 size = 1u << order;

	for (u32 pfn = 0; pfn < MAX_PFN; pfn += size) {
		if (pfn >= from && all_free(zone, pfn, order))
			return true;
	}
	return false;
}

static void test_alloc_from(void **state)
{
	static const u32 limits[] = { 0,        LOW_START,   LOW_START + 1,
				      1000,     HOLE - 1,    HOLE,
				      2048,     LOW_END - 1, LOW_END,
				      HIGH_END, PFN_NONE };

	for (unsigned int order = 0; order <= BUDDY_MAX_ORDER; order++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(limits); i++) {
			u32 pfn;

			setup(state);
			do {
				bool can = exists_from(&low, order, limits[i]);

				pfn = buddy_alloc_from(&low, order, limits[i]);
				assert_int_equal(pfn != PFN_NONE, can);
				if (!can)
					break;
				assert_true(pfn >= limits[i]);
				assert_int_equal(pfn % (1u << order), 0);
				assert_true(all_free(&low, pfn, order));
				give(pfn, 1u << order, 1);
			} while (pfn != PFN_NONE);
			check_all();
		}
	}
}

struct block {
	struct zone *zone;
	u32 pfn;
	unsigned int order;
};

#define MAX_BLOCKS 1000

static struct block blocks[MAX_BLOCKS];
static u32 nr_blocks;

static void random_alloc(struct prng *prng, int number)
{
	struct block *block = &blocks[nr_blocks];
	u32 from = prng_below(prng, 4) ? 0 : prng_below(prng, MAX_PFN);

	block->zone = prng_below(prng, 2) ? &low : &high;
	block->order = prng_below(prng, 1 + prng_below(prng, 12));
	block->pfn = buddy_alloc_from(block->zone, block->order, from);
	if (block->pfn == PFN_NONE) {
		assert_false(exists_from(block->zone, block->order, from));
		return;
	}
	assert_true(block->pfn >= from);
	assert_true(all_free(block->zone, block->pfn, block->order));
	give(block->pfn, 1u << block->order, number);
	nr_blocks++;
}

static void random_free(struct prng *prng)
{
	u32 i = prng_below(prng, nr_blocks);

	assert_int_equal(buddy_free(blocks[i].pfn, blocks[i].order), BUDDY_OK);
	give(blocks[i].pfn, 1u << blocks[i].order, FREE);
	blocks[i] = blocks[--nr_blocks];
}

/* Any frame, any order: it works only if that is a block. */
static void random_bad_free(struct prng *prng)
{
	u32 pfn = prng_below(prng, MAX_PFN + 10);
	unsigned int order = prng_below(prng, 13);

	for (u32 i = 0; i < nr_blocks; i++) {
		if (blocks[i].pfn == pfn && blocks[i].order == order)
			return;
	}
	assert_int_not_equal(buddy_free(pfn, order), BUDDY_OK);
}

static void test_random(void **state)
{
	struct prng prng;

	(void)state;
	prng_seed(&prng, 6);
	nr_blocks = 0;
	for (int step = 1; step <= 100000; step++) {
		/* Fill up and drain in turn, each for 2000 steps. */
		u32 dice = prng_below(&prng, step % 4000 < 2000 ? 3 : 5);

		if (dice == 4)
			random_bad_free(&prng);
		else if (dice < 2 && nr_blocks < MAX_BLOCKS)
			random_alloc(&prng, step);
		else if (nr_blocks)
			random_free(&prng);
		if (step % 256 == 0)
			check_all();
	}
	while (nr_blocks)
		random_free(&prng);
	check_all();
	assert_int_equal(low.nr_free_pages, LOW_PAGES);
	assert_int_equal(high.nr_free_pages, HIGH_PAGES);
}

/* The last frames below 64 GiB: numbers as large as they get. */
static void test_large_frame_numbers(void **state)
{
	const u32 end = 1u << 24, start = end - 3 * 1024 - 1;
	const size_t bytes = end * sizeof(struct page);
	struct zone zone;
	u32 pfn;

	teardown(state);
	mem_map = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	assert_true(mem_map != MAP_FAILED);
	max_pfn = end;
	buddy_init_zone(&zone, ZONE_HIGH, start, end);
	assert_int_equal(buddy_free_range(start, end), BUDDY_OK);
	assert_null(buddy_check(&zone));
	assert_int_equal(page_to_pfn(pfn_to_page(end - 1)), end - 1);
	pfn = buddy_alloc_from(&zone, 0, end - 1);
	assert_int_equal(pfn, end - 1);
	assert_int_equal(buddy_alloc_from(&zone, 0, end - 1), PFN_NONE);
	assert_int_equal(buddy_alloc_from(&zone, 10, end - 2048), end - 2048);
	assert_int_equal(buddy_free(end - 2048, 10), BUDDY_OK);
	assert_int_equal(buddy_free(end - 1, 0), BUDDY_OK);
	assert_null(buddy_check(&zone));
	assert_int_equal(zone.nr_free_pages, 3 * 1024 + 1);
	for (int i = 0; i < 3; i++)
		assert_true(buddy_alloc(&zone, 10) != PFN_NONE);
	assert_int_equal(buddy_alloc(&zone, 0), start);
	assert_int_equal(zone.nr_free_pages, 0);
	munmap(mem_map, bytes);
	mem_map = NULL;
}

/* Each planted defect must be seen, and called by its name. */
static void expect_wrong(const char *text)
{
	const char *wrong = buddy_check(&low);

	assert_non_null(wrong);
	assert_string_equal(wrong, text);
	setup(NULL);
}

static void test_check_sees_blocks(void **state)
{
	u32 pfn;

	(void)state;
	low.nr_free_pages--;
	expect_wrong("count of free pages differs");
	low.end_pfn = MAX_PFN + 1;
	expect_wrong("zone with impossible limits");
	low.end_pfn = low.start_pfn - 1;
	expect_wrong("zone with impossible limits");
	mem_map[100].zone = ZONE_HIGH;
	expect_wrong("frame of another zone");
	mem_map[512].order = BUDDY_MAX_ORDER + 1;
	expect_wrong("block of impossible order");
	mem_map[13].order = 1;
	expect_wrong("block not aligned to its size");
	assert_int_equal(buddy_alloc_from(&low, 3, 2992), 2992);
	mem_map[2992].order = 4;
	expect_wrong("block leaves its zone");
	mem_map[600].state = PAGE_RESERVED;
	expect_wrong("block with a frame that is not its tail");
	mem_map[HOLE].state = PAGE_USED_TAIL;
	expect_wrong("tail without a head, or impossible state");
	mem_map[HOLE].state = 17;
	expect_wrong("tail without a head, or impossible state");
	pfn = buddy_alloc(&low, 2);
	mem_map[pfn + 1].state = PAGE_FREE_TAIL;
	expect_wrong("block with a frame that is not its tail");
	pfn = buddy_alloc(&low, 9);
	mem_map[pfn].state = PAGE_RESERVED;
	expect_wrong("tail without a head, or impossible state");
	/* A used block called free beside its free buddy. */
	pfn = buddy_alloc_from(&low, 0, 2048);
	mem_map[pfn].state = PAGE_FREE_HEAD;
	expect_wrong("free buddies not merged");
}

static void test_check_sees_lists(void **state)
{
	u32 first, second;

	(void)state;
	first = low.free_head[3];
	second = mem_map[first].next;
	assert_true(second != PFN_NONE); /* or the rest tests nothing */
	mem_map[second].prev = PFN_NONE;
	expect_wrong("list links differ");
	mem_map[first].next = PFN_NONE;
	expect_wrong("free block on no list");
	mem_map[first].next = first;
	expect_wrong("list links differ");
	low.free_head[3] = second;
	expect_wrong("list links differ");
	mem_map[first].next = MAX_PFN + 5;
	expect_wrong("list leaves its zone");
	mem_map[first].next = low.free_head[9];
	expect_wrong("frame on the wrong list");
	low.free_head[BUDDY_MAX_ORDER] = 512;
	expect_wrong("more blocks on a list than there are");
	low.free_head[9] = PFN_NONE;
	expect_wrong("free block on no list");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_without_zones, teardown),
		cmocka_unit_test_setup_teardown(test_empty_zone, setup_reserved,
						teardown),
		cmocka_unit_test_setup_teardown(test_range_by_frames,
						setup_reserved, teardown),
		cmocka_unit_test_setup_teardown(test_range_errors,
						setup_reserved, teardown),
		cmocka_unit_test_setup_teardown(test_zones_do_not_merge,
						setup_reserved, teardown),
		cmocka_unit_test_setup_teardown(test_free_errors, setup,
						teardown),
		cmocka_unit_test(test_error_texts),
		cmocka_unit_test_setup_teardown(test_impossible_orders, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_exhaustion, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_fragmentation, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_alloc_from, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_random, setup, teardown),
		cmocka_unit_test(test_large_frame_numbers),
		cmocka_unit_test_setup_teardown(test_check_sees_blocks, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_check_sees_lists, setup,
						teardown),
	};

	return cmocka_run_group_tests_name("buddy", tests, NULL, NULL);
}
