/* SPDX-License-Identifier: MIT */
/*
 * 64-bit division against the host's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/div64.h"
#include "lib/prng.h"

static const u64 edges[] = {
	0,
	1,
	2,
	3,
	9,
	10,
	0x7fffffff,
	0x80000000,
	0xfffffffe,
	0xffffffff,
	0x100000000,
	0x100000001,
	0x1ffffffff,
	0x7fffffffffffffff,
	0x8000000000000000,
	0x8000000000000001,
	0xfffffffffffffffe,
	0xffffffffffffffff,
};

static void check_by_u32(u64 n, u32 d)
{
	u32 rem;

	assert_true(div_u64_rem(n, d, &rem) == n / d);
	assert_true(rem == n % d);
	assert_true(div_u64(n, d) == n / d);
}

static void check_by_u64(u64 n, u64 d)
{
	u64 rem;

	assert_true(div64_u64_rem(n, d, &rem) == n / d);
	assert_true(rem == n % d);
	assert_true(div64_u64(n, d) == n / d);
}

static void edges_by_edges(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(edges); i++) {
		for (unsigned int j = 1; j < ARRAY_SIZE(edges); j++) {
			check_by_u64(edges[i], edges[j]);
			if (edges[j] <= UINT32_MAX)
				check_by_u32(edges[i], (u32)edges[j]);
		}
	}
}

/* Any length from 1 to 64 bits is as likely as any other. */
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
	for (unsigned int i = 0; i < 200000; i++) {
		u64 n = random_u64(&p), d = random_u64(&p);

		check_by_u64(n, d ? d : 1);
		check_by_u32(n, (u32)d ? (u32)d : 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edges_by_edges),
		cmocka_unit_test(random_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
