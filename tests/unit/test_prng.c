/* SPDX-License-Identifier: MIT */
/*
 * Seeded pseudo-random numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/prng.h"

static void same_seed_same_numbers(void **state)
{
	struct prng a, b, other;
	unsigned int equal = 0;

	(void)state;
	prng_seed(&a, 7);
	prng_seed(&b, 7);
	prng_seed(&other, 8);
	for (unsigned int i = 0; i < 1000; i++) {
		u32 n = prng_next(&a);

		assert_int_equal(n, prng_next(&b));
		equal += n == prng_next(&other);
	}
	assert_true(equal < 5);
}

static void no_seed_gets_stuck(void **state)
{
	static const u32 seeds[] = { 0, 1, 2, 0x80000000, 0xffffffff };

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(seeds); i++) {
		struct prng p;
		u32 first;

		prng_seed(&p, seeds[i]);
		first = prng_next(&p);
		for (unsigned int j = 0; j < 100000; j++) {
			u32 n = prng_next(&p);

			assert_true(n != 0);
			assert_true(n != first);
		}
	}
}

static void below_stays_below_and_reaches_all(void **state)
{
	unsigned int seen[10] = { 0 };
	struct prng p;

	(void)state;
	prng_seed(&p, 0);
	for (unsigned int i = 0; i < 10000; i++) {
		u32 n = prng_below(&p, ARRAY_SIZE(seen));

		assert_true(n < ARRAY_SIZE(seen));
		seen[n]++;
		assert_int_equal(prng_below(&p, 0), 0);
		assert_int_equal(prng_below(&p, 1), 0);
		assert_true(prng_below(&p, UINT32_MAX) < UINT32_MAX);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(seen); i++)
		assert_in_range(seen[i], 800, 1200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_seed_same_numbers),
		cmocka_unit_test(no_seed_gets_stuck),
		cmocka_unit_test(below_stays_below_and_reaches_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
