/* SPDX-License-Identifier: MIT */
/*
 * test_memblock.c - the page allocator against a reference with one mark for
 * each frame, until nothing is left; and that it holds its lock.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/prng.h"
#include "mm/memblock.h"
#include "smp/spinlock.h"

#define FRAMES    4096u
#define LOW_PFNS  1000u /* of them */
#define PIECES    30    /* of RAM */
#define MOST_TAKE 9

struct page *mem_map;
u32 max_pfn = FRAMES;
u32 highstart_pfn = LOW_PFNS;

static struct memmap ram;
static bool is_free[FRAMES];
static int locks_held;
static int locks_taken;

bool spin_lock_irqsave(spinlock_t *lock)
{
	(void)lock;
	assert_int_equal(locks_held++, 0);
	locks_taken++;
	return true;
}

void spin_unlock_irqrestore(spinlock_t *lock, bool were_on)
{
	(void)lock;
	assert_true(were_on);
	assert_int_equal(--locks_held, 0);
}

static int setup(void **state)
{
	(void)state;
	mem_map = calloc(FRAMES, sizeof(struct page));
	memset(&ram, 0, sizeof(ram));
	memset(is_free, 0, sizeof(is_free));
	return mem_map ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	free(mem_map);
	return 0;
}

static void add(u32 pfn, u32 count)
{
	memmap_add_ram(&ram, (u64)pfn << PAGE_SHIFT, (u64)count << PAGE_SHIFT);
	memset(&is_free[pfn], true, count);
}

static void start(void)
{
	memblock_init(&ram, LOW_PFNS << PAGE_SHIFT);
}

static u32 zone_start(enum zone_index zone)
{
	return zone == ZONE_LOW ? 1 : LOW_PFNS; /* nobody gets frame 0 */
}

static u32 zone_end(enum zone_index zone)
{
	return zone == ZONE_LOW ? LOW_PFNS : FRAMES;
}

static bool all_free(u32 pfn, u32 count)
{
	for (u32 i = pfn; i < pfn + count; i++)
		if (!is_free[i])
			return false;
	return true;
}

/* What the allocator should choose; 0 for nothing. */
static u32 reference(enum zone_index zone, u32 count, u32 min_pfn)
{
	u32 pfn = zone_start(zone) > min_pfn ? zone_start(zone) : min_pfn;

	for (; count && pfn + count <= zone_end(zone); pfn++)
		if (all_free(pfn, count))
			return pfn;
	return 0;
}

/* Allocate; returns whether there was something. */
static bool take(enum zone_index zone, u32 count, u32 min_pfn)
{
	u32 expected = reference(zone, count, min_pfn);
	struct page *page = memblock_alloc_from(zone, count, min_pfn);

	if (!expected) {
		assert_null(page);
		return false;
	}
	assert_ptr_equal(page, &mem_map[expected]);
	memset(&is_free[expected], false, count);
	return true;
}

static void check_counts(void)
{
	u32 left[NR_ZONES] = { 0, 0 };

	for (u32 pfn = 0; pfn < FRAMES; pfn++)
		left[pfn >= LOW_PFNS] += is_free[pfn];
	assert_int_equal(memblock_nr_free(ZONE_LOW), left[ZONE_LOW]);
	assert_int_equal(memblock_nr_free(ZONE_HIGH), left[ZONE_HIGH]);
}

static void fill_at_random(struct prng *random)
{
	for (int i = 0; i < PIECES; i++) {
		u32 pfn = 1 + prng_below(random, FRAMES - 1);

		add(pfn, 1 + prng_below(random, (FRAMES - pfn) / 8 + 1));
	}
}

static void test_random(void **state)
{
	struct prng random;

	(void)state;
	prng_seed(&random, 1);
	fill_at_random(&random);
	start();
	check_counts();
	for (int i = 0; i < 1000; i++) {
		take(prng_below(&random, NR_ZONES),
		     prng_below(&random, MOST_TAKE + 1),
		     i % 3 ? 0 : prng_below(&random, FRAMES + 10));
		check_counts();
	}
}

/* Every frame is handed out, once; then there is none, and it says so. */
static void test_exhaustion(void **state)
{
	(void)state;
	add(10, 100);
	add(LOW_PFNS - 50, 100); /* in both zones */
	add(FRAMES - 10, 10);
	start();
	for (int zone = 0; zone < NR_ZONES; zone++) {
		while (take(zone, 1, 0))
			check_counts();
		assert_int_equal(memblock_nr_free(zone), 0);
		assert_null(memblock_alloc(zone, 1));
	}
}

/* A run ends with its zone, and where there is no RAM. */
static void test_runs(void **state)
{
	(void)state;
	add(100, 10);
	add(LOW_PFNS - 5, 10);
	start();
	assert_null(memblock_alloc(ZONE_LOW, 11));
	assert_null(memblock_alloc(ZONE_HIGH, 6));
	assert_true(take(ZONE_LOW, 10, 0));
	assert_true(take(ZONE_HIGH, 5, 0));
	check_counts();
	assert_null(memblock_alloc(ZONE_LOW, 6));
	assert_true(take(ZONE_LOW, 5, 0));
}

static void test_nonsense(void **state)
{
	(void)state;
	start(); /* without any RAM */
	assert_null(memblock_alloc(ZONE_LOW, 1));
	add(10, FRAMES - 10);
	start();
	assert_null(memblock_alloc(ZONE_LOW, 0));
	assert_null(memblock_alloc(ZONE_HIGH, UINT32_MAX));
	assert_null(memblock_alloc_from(ZONE_HIGH, 1, FRAMES));
	assert_null(memblock_alloc_from(ZONE_HIGH, 1, UINT32_MAX));
	assert_null(memblock_alloc_from(ZONE_LOW, 1, LOW_PFNS));
	check_counts();
}

/* A map that has no place for one range more loses RAM. It gives none twice. */
static void test_full_map(void **state)
{
	u32 got = 0;
	struct page *page;

	(void)state;
	for (u32 i = 0; i < MEMMAP_MAX; i++)
		add(LOW_PFNS + 16 * i, 10);
	start();
	for (u32 min = FRAMES; min-- > LOW_PFNS;) {
		page = memblock_alloc_from(ZONE_HIGH, 1, min - min % 4);
		if (!page)
			continue;
		assert_true(is_free[page_to_pfn(page)]);
		is_free[page_to_pfn(page)] = false;
		got++;
	}
	assert_true(got > 0 && got < 10 * MEMMAP_MAX);
	while ((page = memblock_alloc(ZONE_HIGH, 1))) {
		assert_true(is_free[page_to_pfn(page)]);
		is_free[page_to_pfn(page)] = false;
	}
	assert_int_equal(memblock_nr_free(ZONE_HIGH), 0);
}

static void test_lock(void **state)
{
	(void)state;
	add(10, 10);
	start();
	locks_taken = 0;
	memblock_alloc(ZONE_LOW, 1);
	memblock_alloc(ZONE_HIGH, 1); /* NULL */
	memblock_nr_free(ZONE_LOW);
	assert_int_equal(locks_taken, 3);
	assert_int_equal(locks_held, 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_random),   TEST(test_exhaustion), TEST(test_runs),
		TEST(test_nonsense), TEST(test_full_map),   TEST(test_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
