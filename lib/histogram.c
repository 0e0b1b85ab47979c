/* SPDX-License-Identifier: MIT */
/*
 * histogram.c - a log-linear histogram of u64 values.
 *
 * A value of up to HIST_SUB_BITS + 1 bits is its own bucket number. A longer
 * one is shifted right until it has that many bits; each place shifted leads to
 * the next HIST_SUB buckets:
 *
 *	value      shift  bucket
 *	0..63      0      0..63
 *	64..127    1      64..95
 *	128..255   2      96..127
 */
#include "lib/histogram.h"

#include "lib/div64.h"
#include "lib/string.h"

static u64 add_saturated(u64 a, u64 b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

void hist_reset(struct histogram *h)
{
	memset(h, 0, sizeof(*h));
	h->min = UINT64_MAX;
}

/* Whatever fits in 32 bits takes the short way: adding is in the loops that are
 * measured. */
unsigned int hist_bucket(u64 value)
{
	u32 low = (u32)value;
	unsigned int shift;

	if (value < 2 * HIST_SUB)
		return low;
	if (value == low) {
		shift = 31 - (unsigned int)__builtin_clz(low) - HIST_SUB_BITS;
		return shift * HIST_SUB + (low >> shift);
	}
	if (value >> HIST_VALUE_BITS)
		return HIST_BUCKETS - 1;
	shift = 63 - (unsigned int)__builtin_clzll(value) - HIST_SUB_BITS;
	return shift * HIST_SUB + (unsigned int)(value >> shift);
}

u64 hist_bucket_high(unsigned int bucket)
{
	unsigned int shift;

	if (bucket < 2 * HIST_SUB)
		return bucket;
	if (bucket >= HIST_BUCKETS - 1)
		return UINT64_MAX;
	shift = bucket / HIST_SUB - 1;
	return ((u64)(bucket - shift * HIST_SUB + 1) << shift) - 1;
}

void hist_add(struct histogram *h, u64 value)
{
	u32 *bucket = &h->bucket[hist_bucket(value)];

	if (*bucket != UINT32_MAX)
		++*bucket;
	if (++h->count == 0)
		h->count = UINT64_MAX;
	h->min = min(h->min, value);
	h->max = max(h->max, value);
}

void hist_merge(struct histogram *into, const struct histogram *from)
{
	unsigned int last = hist_bucket(from->max);

	/* Most histograms of a row are empty or narrow, and there are many. */
	if (from->count == 0)
		return;
	for (unsigned int i = hist_bucket(from->min); i <= last; i++) {
		u32 room = UINT32_MAX - into->bucket[i];

		into->bucket[i] += min(from->bucket[i], room);
	}
	into->count = add_saturated(into->count, from->count);
	into->min = min(into->min, from->min);
	into->max = max(into->max, from->max);
}

/* permille / 1000 of count, rounded up; no step overflows. */
static u64 percentile_rank(u64 count, u32 permille)
{
	u32 rem;
	u64 thousands = div_u64_rem(count, 1000, &rem);

	return thousands * permille + (rem * permille + 999) / 1000;
}

u64 hist_percentile(const struct histogram *h, u32 permille)
{
	u64 rank = percentile_rank(h->count, min(permille, 1000u));
	u64 seen = 0;

	if (h->count == 0)
		return 0;
	for (unsigned int i = 0; i < HIST_BUCKETS; i++) {
		seen += h->bucket[i];
		if (seen >= rank)
			return max(min(hist_bucket_high(i), h->max), h->min);
	}
	/* A counter has stopped at its highest value: all that is known is that
	 * the value is a large one. */
	return h->max;
}

/* The last bucket of the step that a bucket is part of. */
static unsigned int step_end(unsigned int bucket)
{
	return bucket < HIST_SMALL ? bucket : bucket | (HIST_IN_STEP - 1);
}

unsigned int hist_steps(const struct histogram *h, u32 unit, u64 *pairs)
{
	unsigned int n = 0, end;

	for (unsigned int i = 0; i < HIST_BUCKETS; i = end + 1) {
		u64 high, count = 0;

		end = step_end(i);
		for (unsigned int j = i; j <= end; j++)
			count += h->bucket[j];
		if (!count)
			continue;
		high = div_u64(min(hist_bucket_high(end), h->max), unit);
		/* Two values may be one in larger units. */
		if (n && pairs[n - 2] == high) {
			pairs[n - 1] += count;
			continue;
		}
		pairs[n++] = high;
		pairs[n++] = count;
	}
	return n;
}
