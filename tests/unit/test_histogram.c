/* SPDX-License-Identifier: MIT */
/*
 * The log-linear histogram.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/histogram.h"
#include "lib/prng.h"

#define TOP (1ull << HIST_VALUE_BITS)

static struct histogram h, other;

static int reset(void **state)
{
	(void)state;
	hist_reset(&h);
	hist_reset(&other);
	return 0;
}

/* Buckets follow each other without gap or overlap. */
static void small_values_exhaustively(void **state)
{
	unsigned int bucket = 0;

	(void)state;
	for (u64 value = 0; value < 1u << 20; value++) {
		if (value > hist_bucket_high(bucket))
			bucket++;
		assert_int_equal(hist_bucket(value), bucket);
		assert_true(value <= hist_bucket_high(bucket));
	}
	assert_int_equal(hist_bucket_high(63), 63);
	assert_int_equal(hist_bucket_high(64), 65);
	assert_int_equal(hist_bucket_high(95), 127);
	assert_int_equal(hist_bucket_high(96), 131);
}

static void every_bucket_ends_where_the_next_begins(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < HIST_BUCKETS - 1; i++) {
		u64 high = hist_bucket_high(i);

		assert_int_equal(hist_bucket(high), i);
		assert_int_equal(hist_bucket(high + 1), i + 1);
	}
	assert_int_equal(hist_bucket(TOP - 1), HIST_BUCKETS - 1);
	assert_int_equal(hist_bucket(TOP), HIST_BUCKETS - 1);
	assert_int_equal(hist_bucket(UINT64_MAX), HIST_BUCKETS - 1);
	assert_true(hist_bucket_high(HIST_BUCKETS - 1) == UINT64_MAX);
}

static void the_error_is_at_most_one_in_hist_sub(void **state)
{
	struct prng p;

	(void)state;
	prng_seed(&p, 3);
	for (unsigned int i = 0; i < 100000; i++) {
		u64 value = ((u64)prng_next(&p) << 32 | prng_next(&p)) >>
			    (25 + prng_below(&p, 39));
		u64 high = hist_bucket_high(hist_bucket(value));

		assert_true(high >= value);
		assert_true(high - value <= value / HIST_SUB);
	}
}

static void an_empty_one_answers_zero(void **state)
{
	(void)state;
	assert_int_equal(hist_percentile(&h, 500), 0);
	assert_int_equal(hist_percentile(&h, 1000), 0);
	assert_int_equal(h.count, 0);
	assert_int_equal(h.max, 0);
}

static void one_value_is_every_percentile(void **state)
{
	static const u64 values[] = { 0, 1, 1000, TOP - 1, TOP, UINT64_MAX };

	for (unsigned int i = 0; i < ARRAY_SIZE(values); i++) {
		reset(state);
		hist_add(&h, values[i]);
		for (u32 permille = 0; permille <= 1001; permille++)
			assert_true(hist_percentile(&h, permille) == values[i]);
		assert_true(hist_percentile(&h, UINT32_MAX) == values[i]);
		assert_true(h.min == values[i] && h.max == values[i]);
	}
}

static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return (x > y) - (x < y);
}

static void check_percentiles(const u64 *sorted, u64 n)
{
	for (u32 permille = 0; permille <= 1000; permille++) {
		u64 rank = (n * permille + 999) / 1000;
		u64 exact = sorted[rank ? rank - 1 : 0];
		u64 found = hist_percentile(&h, permille);

		assert_true(found >= exact);
		assert_true(found - exact <= exact / HIST_SUB);
		assert_true(found >= sorted[0] && found <= sorted[n - 1]);
		assert_true(hist_bucket(found) == hist_bucket(exact));
	}
}

static void percentiles_agree_with_a_sorted_array(void **state)
{
	static u64 values[3000];
	struct prng p;

	prng_seed(&p, 5);
	for (u64 n = 1; n <= ARRAY_SIZE(values); n += n < 20 ? 1 : 993) {
		reset(state);
		for (u64 i = 0; i < n; i++) {
			values[i] = prng_next(&p) >> prng_below(&p, 28);
			hist_add(&h, values[i]);
		}
		qsort(values, n, sizeof(values[0]), compare);
		check_percentiles(values, n);
		assert_true(h.count == n);
		assert_true(h.min == values[0] && h.max == values[n - 1]);
	}
}

static void merging_is_adding_to_one(void **state)
{
	struct histogram all;
	struct prng p;

	(void)state;
	hist_reset(&all);
	prng_seed(&p, 9);
	for (unsigned int i = 0; i < 1000; i++) {
		u32 value = prng_next(&p);

		hist_add(&all, value);
		hist_add(value & 1 ? &h : &other, value);
	}
	hist_merge(&h, &other);
	assert_memory_equal(&h, &all, sizeof(all));
	hist_reset(&other);
	hist_merge(&h, &other); /* an empty one changes nothing */
	assert_memory_equal(&h, &all, sizeof(all));
	hist_merge(&other, &h);
	assert_memory_equal(&other, &all, sizeof(all));
}

static void counters_stop_at_their_highest_value(void **state)
{
	(void)state;
	hist_add(&h, 7);
	h.bucket[7] = UINT32_MAX - 1;
	h.count = UINT64_MAX - 1;
	for (unsigned int i = 0; i < 3; i++)
		hist_add(&h, 7);
	assert_true(h.bucket[7] == UINT32_MAX);
	assert_true(h.count == UINT64_MAX);

	hist_add(&other, 7);
	hist_merge(&h, &other);
	assert_true(h.bucket[7] == UINT32_MAX);
	assert_true(h.count == UINT64_MAX);
	hist_merge(&other, &h);
	assert_true(other.bucket[7] == UINT32_MAX);
	assert_true(other.count == UINT64_MAX);
}

/* More values than the stopped counters show: fall back to the largest. */
static void a_stopped_counter_never_understates(void **state)
{
	(void)state;
	hist_add(&h, 7);
	hist_add(&h, 1000);
	h.bucket[7] = UINT32_MAX;
	h.count = 3ull * UINT32_MAX;
	assert_int_equal(hist_percentile(&h, 100), 7);
	assert_int_equal(hist_percentile(&h, 999), 1000);
	h.count = UINT64_MAX;
	assert_int_equal(hist_percentile(&h, 1000), 1000);
}

static u64 pairs[2 * HIST_STEPS];

static void steps_of_an_empty_one(void **state)
{
	(void)state;
	assert_int_equal(hist_steps(&h, 1, pairs), 0);
}

/* Small values have a step each; four buckets of others are one. */
static void steps_leave_out_what_there_is_not(void **state)
{
	static const u64 expected[] = { 0, 1, 63, 2, 71, 3, 1000, 1 };

	(void)state;
	hist_add(&h, 0);
	hist_add(&h, 63);
	hist_add(&h, 63);
	hist_add(&h, 64);
	hist_add(&h, 67);
	hist_add(&h, 71);
	hist_add(&h, 1000);
	assert_int_equal(hist_steps(&h, 1, pairs), ARRAY_SIZE(expected));
	assert_memory_equal(pairs, expected, sizeof(expected));
}

static void steps_in_larger_units(void **state)
{
	static const u64 expected[] = { 1, 3, 2, 1, 14, 1 };

	(void)state;
	hist_add(&h, 5);
	hist_add(&h, 9);
	hist_add(&h, 9);
	hist_add(&h, 10);
	hist_add(&h, 72);
	assert_int_equal(hist_steps(&h, 5, pairs), ARRAY_SIZE(expected));
	assert_memory_equal(pairs, expected, sizeof(expected));
}

/* As many as there can be, and every value that was added is in one of them, no
 * lower than it was and no more than 1 in 8 higher. */
static void all_steps(void **state)
{
	u64 count = 0;

	(void)state;
	for (unsigned int i = 0; i < HIST_BUCKETS; i++)
		h.bucket[i] = 1;
	h.count = HIST_BUCKETS;
	h.min = 0;
	h.max = UINT64_MAX;
	assert_int_equal(hist_steps(&h, 1, pairs), 2 * HIST_STEPS);
	for (unsigned int i = 0; i < 2 * HIST_STEPS; i += 2) {
		u64 low = i ? pairs[i - 2] + 1 : 0;

		count += pairs[i + 1];
		if (i < 2 * HIST_STEPS - 2)
			assert_true(pairs[i] >= low &&
				    pairs[i] - low <= low / 8);
	}
	assert_int_equal(count, HIST_BUCKETS);
	assert_true(pairs[2 * HIST_STEPS - 2] == UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_values_exhaustively),
		cmocka_unit_test(every_bucket_ends_where_the_next_begins),
		cmocka_unit_test(the_error_is_at_most_one_in_hist_sub),
		cmocka_unit_test_setup(an_empty_one_answers_zero, reset),
		cmocka_unit_test(one_value_is_every_percentile),
		cmocka_unit_test(percentiles_agree_with_a_sorted_array),
		cmocka_unit_test_setup(merging_is_adding_to_one, reset),
		cmocka_unit_test_setup(counters_stop_at_their_highest_value,
				       reset),
		cmocka_unit_test_setup(a_stopped_counter_never_understates,
				       reset),
		cmocka_unit_test_setup(steps_of_an_empty_one, reset),
		cmocka_unit_test_setup(steps_leave_out_what_there_is_not,
				       reset),
		cmocka_unit_test_setup(steps_in_larger_units, reset),
		cmocka_unit_test_setup(all_steps, reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
