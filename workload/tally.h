/* SPDX-License-Identifier: MIT */
/*
 * tally.h - from what the threads of a row have counted to the numbers of its
 * record.
 */
#ifndef WORKLOAD_TALLY_H
#define WORKLOAD_TALLY_H

#include "record/record.h"
#include "workload/workload.h"

/* Totals over all CPUs since the machine started, to subtract from each
 * other. */
struct counters {
	u64 shootdowns, flushed_pages, ipis, misses;
};
struct counters counters_read(void);

/* A number of ops have been done at once, and took so long. */
void worker_add_batch(struct worker *worker, struct readings *to,
		      unsigned int ops, const struct stopwatch *watch);

/* Clear what the lock accounts, and turn that on as config says; turn it off
 * again. While the lock is not in use. */
void tally_begin(const struct row_config *config);
void tally_end(void);

/*
 * Fill in what came of it: `took` ticks of the clock, from *before to *after.
 * Times of ops are net: see tally_clock().
 */
void tally(const struct worker *workers, u64 took,
	   const struct counters *before, const struct counters *after,
	   struct bench_row *row);

/*
 * What an op takes that does nothing is no cost of the ops that do something:
 * it is taken off. *row says how long that is: it was of the workload `empty`,
 * first with ops timed by themselves, then in batches. NULL: nothing is taken
 * off any more, as it must be before these two.
 */
void tally_clock(const struct bench_row *row);

#endif
