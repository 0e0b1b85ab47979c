/* SPDX-License-Identifier: MIT */
/*
 * tally.h - turn what the threads of a row have counted into the numbers of its
 * record.
 */
#ifndef WORKLOAD_TALLY_H
#define WORKLOAD_TALLY_H

#include "record/record.h"
#include "workload/workload.h"

/* Totals over all CPUs since the machine started. The difference of two is what
 * happened in between. */
struct counters {
	u64 shootdowns, flushed_pages, ipis, misses;
};
struct counters counters_read(void);

/* A batch of `ops` ops has been done, and took the time on the watch. */
void worker_add_batch(struct worker *worker, struct readings *to,
		      unsigned int ops, const struct stopwatch *watch);

/* The lock is accounted as config says, from tally_begin() to tally_end(); what
 * there was before tally_start() is forgotten. While the lock is not in use. */
void tally_begin(const struct row_config *config);
void tally_start(const struct row_config *config);
void tally_end(const struct row_config *config);

/*
 * Fill in the row: it took `took` ticks of the clock, and the counters went
 * from *before to *after. The times of ops are net: see tally_clock().
 */
void tally(const struct worker *workers, u64 took,
	   const struct counters *before, const struct counters *after,
	   struct bench_row *row);

/*
 * The time of an op that does nothing is subtracted from the times of all
 * others. *row says how long it is: a row of the workload `empty`, first with
 * single ops, then in batches. NULL: from now on nothing is subtracted; call it
 * so before these two rows.
 */
void tally_clock(const struct bench_row *row);

#endif
