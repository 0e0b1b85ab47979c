/* SPDX-License-Identifier: MIT */
/*
 * histogram.h - a log-linear histogram of u64 values, for times in cycles.
 *
 * Each power of two is split into HIST_SUB buckets of equal width, as HDR
 * histograms do: a value is known to within 1 in HIST_SUB, about 3 %, whatever
 * its size, and values below 2 * HIST_SUB exactly. Adding is constant time and
 * allocates nothing.
 *
 * Values from 2^HIST_VALUE_BITS up share the last bucket; `max` is exact even
 * so. Every counter stops at its highest value instead of wrapping.
 *
 * Context: any. A histogram belongs to one CPU; merge them when all are done:
 * nothing here locks.
 */
#ifndef LIB_HISTOGRAM_H
#define LIB_HISTOGRAM_H

#include "lib/types.h"

#define HIST_SUB_BITS   5
#define HIST_SUB        (1u << HIST_SUB_BITS) /* buckets a power of two */
#define HIST_VALUE_BITS 40
#define HIST_BUCKETS    ((HIST_VALUE_BITS - HIST_SUB_BITS + 1) * HIST_SUB)

struct histogram {
	u32 bucket[HIST_BUCKETS];
	u64 count; /* of values added */
	u64 min;   /* smallest value; UINT64_MAX if count is 0 */
	u64 max;   /* largest value; 0 if count is 0 */
};

/* Forgets all values; also makes a fresh histogram ready for use. */
void hist_reset(struct histogram *h);

/* Adds one value. */
void hist_add(struct histogram *h, u64 value);

/* Adds every value of `from` to `into`. */
void hist_merge(struct histogram *into, const struct histogram *from);

/*
 * The value that `permille` in 1000 of the values do not exceed: 500 for the
 * median, 999 for p999, 0 for `min`, anything from 1000 up for `max`.
 *
 * Returns the highest value of the bucket that holds the nearest-rank value,
 * but nothing outside min to max; so never too low, and at most 1 in HIST_SUB
 * too high if it is below 2^HIST_VALUE_BITS. 0 if the histogram is empty.
 */
u64 hist_percentile(const struct histogram *h, u32 permille);

/*
 * What it has counted, in few numbers, as records have it: pairs of a value and
 * how many values were not above it, but above that of the pair before. Values
 * rise; the last is `max`. Each is known to within 1 in 8, below
 * 2 * HIST_SUB exactly.
 *
 * @unit: values are divided by it, and rounded down
 * @pairs: room for 2 * HIST_STEPS numbers
 *
 * Returns how many of them it has written: two a pair, 0 if it is empty.
 */
unsigned int hist_steps(const struct histogram *h, u32 unit, u64 *pairs);
#define HIST_IN_STEP 4              /* buckets, except for small values */
#define HIST_SMALL   (2 * HIST_SUB) /* those below this have one each */
#define HIST_STEPS   (HIST_SMALL + (HIST_BUCKETS - HIST_SMALL) / HIST_IN_STEP)

/* Number of the bucket that counts a value, 0 to HIST_BUCKETS - 1. */
unsigned int hist_bucket(u64 value);

/* Highest value that a bucket counts: UINT64_MAX for the last. */
u64 hist_bucket_high(unsigned int bucket);

#endif
