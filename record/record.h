/* SPDX-License-Identifier: MIT */
/*
 * record.h - the record seam: everything that is measured or found leaves the
 * kernel as one JSON record per line. docs/results.md and
 * docs/results.schema.json say what is in the records. Screens, tables and
 * tests are made from nothing else.
 *
 * From threads. A record is written at once, as a whole.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "lib/histogram.h"
#include "lib/json.h"
#include "record/verdict.h"

/*
 * For records that other folders fill: begin one, add its fields to what this
 * returns, and write it. One at a time.
 */
struct json_writer *record_begin(const char *kind);
void record_write(void);

/* One benchmark row. Where `na` is set, the row was not run: see `reason`. All
 * times are in units of the run's clock: clock_ticks_per_unit(). */
struct bench_row {
	const char *strategy; /* NULL: it uses none */
	const char *lock;
	const char *workload;
	unsigned int threads;
	unsigned int slots;
	const char *accounting; /* of the lock, meanwhile */
	bool na;
	u64 ops;
	u64 checked;
	bool complete;
	u64 elapsed; /* from the start signal until threads stop, on average */
	u64 mean, p50, p99, p999, max; /* of an op, net of `empty` */
	unsigned int batch;            /* ops a reading, for the mean */
	u64 readings, interrupted;
	bool has_empty;
	u64 empty;                 /* of an op that does nothing */
	bool has_holds, has_waits; /* was the lock accounted, and taken? */
	u64 hold_p50, hold_p99, hold_max, wait_p99, wait_max;
	u64 irqoff_max; /* 0: the lock does not turn interrupts off */
	/* What these are percentiles of, until the next row is run. NULL: there
	 * is none, as of the sum of several rows. */
	const struct histogram *times;
	const struct histogram *holds, *waits; /* in ticks of the clock */
	u64 shootdowns, ipis, flushed_pages, misses;
	u64 stale_reads, stale_writes, double_maps, bad_counts, lost_wakeups,
		deadlocks;
	u64 refused; /* not in the record: no workload breaks the rules */
	enum verdict verdict; /* of all these: workload/verdict.h */
	const char *reason;   /* why it is not complete or not run; or NULL */
	u32 seed;
};
void record_bench(const struct bench_row *row);

/* What its times are: "instructions" or "cycles". */
const char *record_unit(void);

/* One scenario. Where its verdict is n/a, `detail` says why. */
struct scenario_result {
	const char *name, *strategy, *lock;
	enum verdict verdict, expected, control;
	const char *detail;     /* the evidence, in words */
	const char *blocked_on; /* what ended the forcing; NULL: nothing did */
	const char *why; /* `expected` is not as the claims say; or NULL */
};
void record_scenario(const struct scenario_result *result);

void record_test(const char *name, bool ok, bool skipped, const char *detail);

/* Step `step` of `of` begins: what it is. */
void record_progress(u32 step, u32 of, const char *label);

/* Count what was checked, for the end record. */
void record_count(bool ok);
void record_count_skipped(void);
u32 record_failures(void);

enum end_status { END_OK, END_UNEXPECTED, END_PANIC, END_BAD_PARAMETER };

/* The last record. Any context. */
void record_end(enum end_status status);

/* What panic() calls. */
void record_panic(void);

#endif
