/* SPDX-License-Identifier: MIT */
/*
 * test_memmap.c - the map of RAM against a reference with one bit for each unit
 * of memory, and at the edges of 64 bits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/prng.h"
#include "mm/memmap.h"

#define PAGE 4096u

static struct memmap map;

static int setup(void **state)
{
	(void)state;
	memset(&map, 0, sizeof(map));
	return 0;
}

static void check_invariants(void)
{
	u64 bytes = 0;

	assert_in_range(map.count, 0, MEMMAP_MAX);
	for (unsigned int i = 0; i < map.count; i++) {
		assert_true(map.ram[i].start < map.ram[i].end);
		if (i)
			assert_true(map.ram[i - 1].end < map.ram[i].start);
		bytes += map.ram[i].end - map.ram[i].start;
	}
	assert_true(memmap_bytes(&map) == bytes);
}

/* The map is exactly these ranges: start, end, start, end, ... */
static void expect(const u64 *limits, unsigned int count)
{
	check_invariants();
	assert_int_equal(map.count, count);
	for (unsigned int i = 0; i < count; i++) {
		assert_true(map.ram[i].start == limits[2 * i]);
		assert_true(map.ram[i].end == limits[2 * i + 1]);
	}
}

#define EXPECT(...)                          \
	expect((const u64[]){ __VA_ARGS__ }, \
	       sizeof((const u64[]){ __VA_ARGS__ }) / (2 * sizeof(u64)))

static void test_empty(void **state)
{
	(void)state;
	expect(NULL, 0);
	assert_false(map.overflowed);
	assert_true(memmap_end(&map) == 0);
	assert_true(memmap_limit(&map, 0) == 0);
	memmap_remove(&map, 0, UINT64_MAX);
	memmap_align(&map);
	assert_true(memmap_find(&map, 1, 1, 0, UINT64_MAX, MEMMAP_LOWEST) == 0);
	memmap_add_ram(&map, 100, 0);
	memmap_add_ram(&map, UINT64_MAX, 5);
	expect(NULL, 0);
}

static void test_add_merges(void **state)
{
	(void)state;
	memmap_add_ram(&map, 300, 100);
	memmap_add_ram(&map, 100, 100);
	EXPECT(100, 200, 300, 400);
	memmap_add_ram(&map, 200, 50); /* touches */
	EXPECT(100, 250, 300, 400);
	memmap_add_ram(&map, 120, 20); /* lies inside */
	EXPECT(100, 250, 300, 400);
	memmap_add_ram(&map, 240, 70); /* joins two */
	EXPECT(100, 400);
	memmap_add_ram(&map, 500, 1);
	memmap_add_ram(&map, 600, 1);
	memmap_add_ram(&map, 50, 1000); /* swallows all */
	EXPECT(50, 1050);
	assert_true(memmap_end(&map) == 1050);
}

static void test_add_wraps(void **state)
{
	(void)state;
	memmap_add_ram(&map, 1000, UINT64_MAX);
	EXPECT(1000, UINT64_MAX);
	memset(&map, 0, sizeof(map));
	memmap_add_ram(&map, UINT64_MAX - 10, 11);
	EXPECT(UINT64_MAX - 10, UINT64_MAX);
	memmap_add_ram(&map, 0, UINT64_MAX);
	EXPECT(0, UINT64_MAX);
	assert_true(memmap_bytes(&map) == UINT64_MAX);
}

static void test_remove(void **state)
{
	(void)state;
	memmap_add_ram(&map, 100, 100);
	memmap_add_ram(&map, 300, 100);
	memmap_add_ram(&map, 500, 100);
	memmap_remove(&map, 200, 100); /* nothing there */
	memmap_remove(&map, 0, 100);
	memmap_remove(&map, 150, 0);
	EXPECT(100, 200, 300, 400, 500, 600);
	memmap_remove(&map, 340, 20); /* splits */
	EXPECT(100, 200, 300, 340, 360, 400, 500, 600);
	memmap_remove(&map, 190, 330); /* shortens two, removes two */
	EXPECT(100, 190, 520, 600);
	memmap_remove(&map, 100, 10); /* from the start */
	memmap_remove(&map, 590, 10); /* to the end */
	EXPECT(110, 190, 520, 590);
	memmap_remove(&map, 520, UINT64_MAX); /* wraps */
	EXPECT(110, 190);
	memmap_remove(&map, 0, UINT64_MAX);
	expect(NULL, 0);
}

/* What QEMU's firmware says with -m 6G, and overlapping reservations. */
static void test_pc(void **state)
{
	(void)state;
	memmap_add_ram(&map, 4 * GiB, 3 * GiB);
	memmap_add_ram(&map, 0x100000, 0xbff00000 - 0x20000);
	memmap_add_ram(&map, 0, 0x9fc00);
	memmap_remove(&map, 0x9f000, 0x61000);
	memmap_remove(&map, 0, PAGE);
	memmap_remove(&map, 0xbffe0000, 0x20000);
	memmap_remove(&map, 0x100000, 0x52345);
	memmap_align(&map);
	EXPECT(0x1000, 0x9f000, 0x153000, 0xbffe0000, 4 * GiB, 7 * GiB);
	assert_true(memmap_end(&map) == 7 * GiB);
	assert_true(memmap_limit(&map, 5 * GiB) == 2 * GiB);
	assert_true(memmap_limit(&map, 5 * GiB) == 0);
	assert_true(memmap_limit(&map, 0x90000) ==
		    GiB + 0xbffe0000 - 0x153000 + 0xf000);
	EXPECT(0x1000, 0x90000);
	assert_true(memmap_limit(&map, 0) == 0x8f000);
	expect(NULL, 0);
}

static void test_align(void **state)
{
	(void)state;
	memmap_add_ram(&map, 1, PAGE - 1);                /* holds no page */
	memmap_add_ram(&map, 2 * PAGE + 1, 2 * PAGE - 2); /* nor this one */
	memmap_add_ram(&map, 5 * PAGE, PAGE);             /* just one */
	memmap_add_ram(&map, 7 * PAGE - 1, PAGE + 2);
	memmap_add_ram(&map, UINT64_MAX - 100, 100); /* rounding up wraps */
	memmap_align(&map);
	EXPECT(5 * PAGE, 6 * PAGE, 7 * PAGE, 8 * PAGE);
	memset(&map, 0, sizeof(map));
	memmap_add_ram(&map, 1, UINT64_MAX);
	memmap_align(&map);
	EXPECT(PAGE, -(u64)PAGE);
}

static u64 lowest(u64 size, u64 align, u64 from, u64 below)
{
	return memmap_find(&map, size, align, from, below, MEMMAP_LOWEST);
}

static u64 highest(u64 size, u64 align, u64 from, u64 below)
{
	return memmap_find(&map, size, align, from, below, MEMMAP_HIGHEST);
}

static void test_find(void **state)
{
	(void)state;
	memmap_add_ram(&map, 0, 0x2000);
	memmap_add_ram(&map, 0x10800, 0x8000);
	memmap_add_ram(&map, 0x40000, 0x1000);
	assert_int_equal(lowest(1, 1, 0, UINT64_MAX), 1); /* 0 is nobody's */
	assert_int_equal(lowest(0x1000, 0x1000, 0, UINT64_MAX), 0x1000);
	assert_int_equal(lowest(0x2000, 0x1000, 0, UINT64_MAX), 0x11000);
	assert_int_equal(lowest(0x8000, 1, 0, UINT64_MAX), 0x10800);
	assert_int_equal(lowest(0x8000, 0x1000, 0, UINT64_MAX), 0);
	assert_int_equal(lowest(0x8001, 1, 0, UINT64_MAX), 0);
	assert_int_equal(lowest(0x1000, 0x1000, 0x2000, 0x11fff), 0);
	assert_int_equal(lowest(0x1000, 0x1000, 0x2000, 0x12000), 0x11000);
	assert_int_equal(lowest(0x1000, 0x1000, 0x11001, 0x20000), 0x12000);
	assert_int_equal(highest(0x1000, 0x1000, 0, UINT64_MAX), 0x40000);
	assert_int_equal(highest(0x1000, 0x1000, 0, 0x40fff), 0x17000);
	assert_int_equal(highest(0x2000, 0x4000, 0, UINT64_MAX), 0x14000);
	assert_int_equal(highest(0x1000, 0x1000, 0x18000, 0x40000), 0);
	assert_int_equal(highest(0x1000, 0x1000, 0, 0x2000), 0x1000);
	assert_int_equal(highest(0x1000, 0x1000, 0, 0x1fff), 0);
	assert_int_equal(highest(0x2000, 0x1000, 0, 0x2000), 0);
	assert_int_equal(lowest(0, 1, 0, UINT64_MAX), 0);
	assert_int_equal(highest(0, 1, 0, UINT64_MAX), 0);
	assert_int_equal(lowest(1, 1, 0x3000, 0x1000), 0);
	assert_int_equal(lowest(UINT64_MAX, 1, 0, UINT64_MAX), 0);
	assert_int_equal(lowest(1, BIT(31), 0, UINT64_MAX), 0);
}

static void test_find_at_the_top(void **state)
{
	const u64 top = (u64)1 << 63;

	(void)state;
	memmap_add_ram(&map, top + 1, UINT64_MAX);
	assert_true(lowest(1, top, 0, UINT64_MAX) == 0);
	assert_true(highest(1, top, 0, UINT64_MAX) == 0);
	assert_true(lowest(top - 2, 1, 0, UINT64_MAX) == top + 1);
	assert_true(lowest(top - 2, 2, 0, UINT64_MAX) == 0);
	memmap_add_ram(&map, top, 1);
	assert_true(lowest(1, top, 0, UINT64_MAX) == top);
	assert_true(highest(top - 1, top, 0, UINT64_MAX) == top);
}

static void test_overflow_drops_smallest(void **state)
{
	(void)state;
	/* Sizes 1000, 1001, ...; then one too small, then one that is not. */
	for (u64 i = 0; i < MEMMAP_MAX; i++)
		memmap_add_ram(&map, i * 10000, 1000 + i);
	assert_false(map.overflowed);
	memmap_add_ram(&map, 9000, 500);
	assert_true(map.overflowed);
	assert_int_equal(map.count, MEMMAP_MAX);
	assert_int_equal(map.ram[0].start, 0);
	assert_int_equal(map.ram[1].start, 10000);
	memmap_add_ram(&map, 8000, 1500);
	check_invariants();
	assert_int_equal(map.count, MEMMAP_MAX);
	assert_int_equal(map.ram[0].start, 8000);
	/* A split when full: the hole is kept, the smaller part is not. */
	memmap_remove(&map, 1270500, 100);
	check_invariants();
	assert_int_equal(map.count, MEMMAP_MAX);
	assert_int_equal(map.ram[MEMMAP_MAX - 1].start, 1270600);
	assert_int_equal(map.ram[MEMMAP_MAX - 2].end, 1261126);
	/* Joining makes room again. */
	memmap_add_ram(&map, 0, 2000000);
	EXPECT(0, 2000000);
}

#define UNITS 512

static bool reference[UNITS];

/* Highest or lowest place by trying each; units are bytes. */
static u64 search(u64 size, u64 align, u64 from, u64 below, bool high)
{
	u64 best = 0;

	for (u64 at = align; at + size <= UNITS; at += align) {
		bool fits = at >= from && at + size <= below;

		for (u64 i = at; fits && i < at + size; i++)
			fits = reference[i];
		if (fits && (high || !best))
			best = at;
	}
	return best;
}

/* At these lengths, 512 bytes never fall into more ranges than fit. */
static void test_random(void **state)
{
	struct prng prng;

	(void)state;
	prng_seed(&prng, 3);
	for (unsigned int step = 0; step < 30000; step++) {
		u32 start = prng_below(&prng, UNITS);
		u32 len = prng_below(&prng, step & 64 ? 8 : 60);
		u32 size = 1 + prng_below(&prng, 40);
		u32 align = BIT(prng_below(&prng, 6));
		u32 from = prng_below(&prng, UNITS);
		u32 below = from + prng_below(&prng, UNITS);
		bool add = prng_below(&prng, 2);

		len = min(len, UNITS - start);
		if (add)
			memmap_add_ram(&map, start, len);
		else
			memmap_remove(&map, start, len);
		memset(reference + start, add, len);
		check_invariants();
		assert_false(map.overflowed);
		for (unsigned int i = 0, r = 0; i < UNITS; i++) {
			while (r < map.count && map.ram[r].end <= i)
				r++;
			assert_int_equal(reference[i],
					 r < map.count &&
						 map.ram[r].start <= i);
		}
		assert_int_equal(lowest(size, align, from, below),
				 search(size, align, from, below, false));
		assert_int_equal(highest(size, align, from, below),
				 search(size, align, from, below, true));
	}
}

/* Hostile firmware: more ranges than fit, anywhere. Never RAM that is not. */
static void test_random_overflow(void **state)
{
	static bool units[8192];
	struct prng prng;

	(void)state;
	prng_seed(&prng, 4);
	for (unsigned int step = 0; step < 20000; step++) {
		u32 start = prng_below(&prng, ARRAY_SIZE(units) - 64);
		u32 len = prng_below(&prng, 24);
		bool add = step % 5 != 0;

		if (add)
			memmap_add_ram(&map, start, len);
		else
			memmap_remove(&map, start, len * 2);
		memset(units + start, add, add ? len : len * 2);
		if (step % 16)
			continue;
		check_invariants();
		for (unsigned int i = 0; i < map.count; i++) {
			for (u64 at = map.ram[i].start; at < map.ram[i].end;
			     at++)
				assert_true(units[at]);
		}
	}
	assert_true(map.overflowed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_empty, setup),
		cmocka_unit_test_setup(test_add_merges, setup),
		cmocka_unit_test_setup(test_add_wraps, setup),
		cmocka_unit_test_setup(test_remove, setup),
		cmocka_unit_test_setup(test_pc, setup),
		cmocka_unit_test_setup(test_align, setup),
		cmocka_unit_test_setup(test_find, setup),
		cmocka_unit_test_setup(test_find_at_the_top, setup),
		cmocka_unit_test_setup(test_overflow_drops_smallest, setup),
		cmocka_unit_test_setup(test_random, setup),
		cmocka_unit_test_setup(test_random_overflow, setup),
	};

	return cmocka_run_group_tests_name("memmap", tests, NULL, NULL);
}
