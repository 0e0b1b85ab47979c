/* SPDX-License-Identifier: MIT */
/*
 * Integer statistics, against the host's 128-bit arithmetic.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/prng.h"
#include "lib/stats.h"

typedef unsigned __int128 u128;

static u64 saturated(u128 value)
{
	return value > UINT64_MAX ? UINT64_MAX : (u64)value;
}

static void check(u64 a, u64 b, u32 khz, u32 n)
{
	u128 rate = (u128)khz * n * 1000;

	assert_true(stats_per_second(n, a, khz) ==
		    (a ? saturated(rate / a) : 0));
	assert_true(stats_per_thousand(a, b) ==
		    (b ? saturated((u128)a * 1000 / b) : 0));
}

static const u64 edges[] = {
	0,
	1,
	2,
	999,
	1000,
	1000000,
	0xffffffff,
	0x100000000,
	UINT64_MAX / 1000000,
	UINT64_MAX / 1000000 + 1,
	UINT64_MAX / 1000,
	UINT64_MAX / 1000 + 1,
	0x7fffffffffffffff,
	0x8000000000000000,
	UINT64_MAX - 1,
	UINT64_MAX,
};

static void edges_by_edges(void **state)
{
	unsigned int n = ARRAY_SIZE(edges);

	(void)state;
	for (unsigned int i = 0; i < n * n * n; i++)
		check(edges[i % n], edges[i / n % n], (u32)edges[i / n / n],
		      (u32)edges[i % n]);
	for (unsigned int i = 0; i < n * n; i++)
		check(edges[i % n], 1, (u32)edges[i / n], UINT32_MAX);
}

static u64 random_u64(struct prng *p)
{
	u64 n = (u64)prng_next(p) << 32 | prng_next(p);

	return n >> prng_below(p, 64);
}

static void random_numbers(void **state)
{
	struct prng p;

	(void)state;
	prng_seed(&p, 1);
	for (unsigned int i = 0; i < 100000; i++) {
		u32 khz = (u32)random_u64(&p);

		check(random_u64(&p), random_u64(&p), khz, prng_next(&p));
	}
}

static void plain_examples(void **state)
{
	(void)state;
	/* 2 GHz, 4000 in a million cycles: 8 million a second. */
	assert_int_equal(stats_per_second(4000, 1000000, 2000000), 8000000);
	assert_int_equal(stats_per_thousand(1, 3), 333);
	assert_true(stats_per_second(UINT32_MAX, 1, UINT32_MAX) == UINT64_MAX);
	assert_int_equal(stats_per_second(1, 0, 1), 0);
}

/* Sums on the way to the result that carry to exactly 2^64. */
static void a_carry_saturates_too(void **state)
{
	(void)state;
	assert_true(stats_per_thousand(2066035336255469781, 14) == UINT64_MAX);
	assert_true(stats_per_thousand(2213609288845146194, 15) == UINT64_MAX);
}

static void medians(void **state)
{
	u64 none[1] = { 5 };
	u64 one[] = { 5 };
	u64 two[] = { UINT64_MAX, UINT64_MAX - 3 };
	u64 odd[] = { 9, 0, UINT64_MAX, 4, 4 };
	u64 even[] = { 8, 1, 3, 6 };

	(void)state;
	assert_int_equal(stats_median(none, 0), 0);
	assert_int_equal(stats_median(one, 1), 5);
	assert_true(stats_median(two, 2) == UINT64_MAX - 2);
	assert_int_equal(stats_median(odd, 5), 4);
	assert_int_equal(stats_median(even, 4), 4); /* 4.5 */
}

static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return (x > y) - (x < y);
}

static void medians_sort_in_place(void **state)
{
	u64 values[50], sorted[50];
	struct prng p;

	(void)state;
	prng_seed(&p, 2);
	for (unsigned int n = 1; n <= 50; n++) {
		for (unsigned int i = 0; i < n; i++)
			values[i] = sorted[i] = prng_below(&p, 40);
		qsort(sorted, n, sizeof(sorted[0]), compare);
		assert_true(stats_median(values, n) ==
			    (sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
		assert_memory_equal(values, sorted, n * sizeof(values[0]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edges_by_edges),
		cmocka_unit_test(random_numbers),
		cmocka_unit_test(plain_examples),
		cmocka_unit_test(a_carry_saturates_too),
		cmocka_unit_test(medians),
		cmocka_unit_test(medians_sort_in_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
