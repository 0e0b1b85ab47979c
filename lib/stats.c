/* SPDX-License-Identifier: MIT */
/*
 * stats.c - integer statistics for the report.
 */
#include "lib/stats.h"

#include "lib/div64.h"

/* A quotient, and the remainder, which is below the divisor. */
struct ratio {
	u64 quotient;
	u64 rem;
};

/* Sum of two ratios with the same divisor. */
static struct ratio add(struct ratio a, struct ratio b, u64 divisor)
{
	bool carry = a.rem >= divisor - b.rem;
	u64 room = UINT64_MAX - a.quotient;

	a.rem = carry ? a.rem - (divisor - b.rem) : a.rem + b.rem;
	if (b.quotient > room || (carry && b.quotient == room))
		a.quotient = UINT64_MAX;
	else
		a.quotient += b.quotient + carry;
	return a;
}

/*
 * value * factor / divisor. The product may need 96 bits, so it is never
 * formed: this multiplies value / divisor, bit by bit of the factor.
 */
static u64 scale(u64 value, u32 factor, u64 divisor)
{
	struct ratio one, result = { 0 };

	if (divisor == 0)
		return 0;
	one.quotient = div64_u64_rem(value, divisor, &one.rem);
	for (u32 bit = BIT(31); bit; bit >>= 1) {
		result = add(result, result, divisor);
		if (factor & bit)
			result = add(result, one, divisor);
	}
	return result.quotient;
}

/* Insertion sort: the report has a handful of values, often in order. */
static void sort(u64 *values, unsigned int n)
{
	for (unsigned int i = 1; i < n; i++) {
		u64 value = values[i];
		unsigned int hole = i;

		for (; hole > 0 && values[hole - 1] > value; hole--)
			values[hole] = values[hole - 1];
		values[hole] = value;
	}
}

u64 stats_median(u64 *values, unsigned int n)
{
	u64 low, high;

	if (n == 0)
		return 0;
	sort(values, n);
	low = values[(n - 1) / 2];
	high = values[n / 2];
	return low + ((high - low) >> 1);
}

u64 stats_per_second(u32 n, u64 cycles, u32 khz)
{
	return scale((u64)khz * 1000, n, cycles);
}

u64 stats_per_thousand(u64 n, u64 of)
{
	return scale(n, 1000, of);
}
