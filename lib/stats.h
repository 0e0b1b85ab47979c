/* SPDX-License-Identifier: MIT */
/*
 * stats.h - integer statistics for the report.
 *
 * Every input is legal and nothing overflows: a result that does not fit is
 * UINT64_MAX. Results are exact, rounded down. Where a divisor is 0, there is
 * no answer and the result is 0.
 *
 * Context: any.
 */
#ifndef LIB_STATS_H
#define LIB_STATS_H

#include "lib/types.h"

/*
 * The median: with an even n the mean of the two in the middle; 0 if n is 0.
 * Sorts the values in place, in a time that grows with n squared.
 */
u64 stats_median(u64 *values, unsigned int n);

/* So many a second are n in a number of cycles, of a clock of `khz`. */
u64 stats_per_second(u32 n, u64 cycles, u32 khz);

/* How many in a thousand are n of `of`. */
u64 stats_per_thousand(u64 n, u64 of);

#endif
